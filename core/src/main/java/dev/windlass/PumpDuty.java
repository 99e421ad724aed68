package dev.windlass;

import dev.windlass.internal.Duties;
import dev.windlass.webhook.WebhookPump;
import java.time.Duration;

/** Has a pump started, woken and stopped with its scheduler. */
record PumpDuty(WebhookPump pump) implements Duties.Duty {
    @Override
    public void start() {
        pump.start();
    }

    @Override
    public void wake() {
        pump.signal();
    }

    @Override
    public boolean runOnce() {
        return pump.runOnce();
    }

    @Override
    public void stop(Duration atMost) {
        pump.stop(atMost);
    }
}
