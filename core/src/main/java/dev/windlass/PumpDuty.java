package dev.windlass;

import dev.windlass.internal.Duties;
import dev.windlass.internal.Engine;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.PumpSettings;
import dev.windlass.webhook.WebhookPump;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Has a pump started, woken and stopped with its scheduler. */
record PumpDuty(WebhookPump pump) implements Duties.Duty {

    /**
     * @param executor null for threads of its own
     * @param chosen null for the defaults; the secret of the host's settings goes before its own
     */
    static PumpDuty of(
            Engine engine,
            WebhookSink sink,
            @Nullable Executor executor,
            @Nullable PumpSettings chosen,
            RandomGenerator random) {
        PumpSettings given = chosen == null ? PumpSettings.DEFAULTS : chosen;
        String secret = engine.settings().webhookSecret();
        PumpSettings settings = secret == null ? given : given.withUrlSecret(secret);
        return new PumpDuty(
                executor == null
                        ? WebhookPump.threaded(engine.store(), sink, engine.clock(), random, settings)
                        : WebhookPump.on(executor, engine.store(), sink, engine.clock(), random, settings));
    }

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
