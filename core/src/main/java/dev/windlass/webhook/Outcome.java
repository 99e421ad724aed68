package dev.windlass.webhook;

import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import java.time.Instant;

/** What became of a held delivery. */
sealed interface Outcome {

    Held held();

    /** A request was made. */
    record Tried(Held held, Instant startedAt, Duration duration, Answer answer) implements Outcome {

        Instant endedAt() {
            return startedAt.plus(duration);
        }
    }

    /** No try was spent: its lane is paused, or the hold was nearly over. */
    record Released(Held held) implements Outcome {}

    /** There is nobody to tell any more: the endpoint was deleted or disabled. */
    record Undeliverable(Held held) implements Outcome {}
}
