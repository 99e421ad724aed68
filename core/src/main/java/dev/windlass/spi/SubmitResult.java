package dev.windlass.spi;

/** What became of a {@link Submission}. */
public sealed interface SubmitResult {

    /** It is stored. */
    record Accepted() implements SubmitResult {
        public static final Accepted INSTANCE = new Accepted();
    }

    /** Nothing was stored: its idempotency key had led to something before. The caller compares the fingerprints. */
    record Replayed(StoredReply reply) implements SubmitResult {}

    /** Nothing was stored: the queue is full. */
    record QueueFull() implements SubmitResult {
        public static final QueueFull INSTANCE = new QueueFull();
    }

    /** Nothing was stored: the resource's name is taken, or the template that a schedule refers to does not exist. */
    record Conflict(String detail) implements SubmitResult {}

    /** Nothing was stored: the data itself was refused, for example by a column's limit. */
    record Invalid(String detail) implements SubmitResult {}
}
