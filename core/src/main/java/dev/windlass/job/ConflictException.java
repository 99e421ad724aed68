package dev.windlass.job;

/** The request is fine, but not in the state that its target is in. Nothing was changed. */
public final class ConflictException extends WindlassException {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** The job or run has ended. */
        ALREADY_FINISHED,
        /** The job or run has not ended yet. */
        NOT_FINISHED,
        /** The job no longer waits in the queue. */
        NOT_QUEUED,
        /** Only the last run of a FAILED job can be retried. */
        NOT_RETRIABLE,
        /** The name is taken. */
        NAME_TAKEN,
        /** Something else refers to it. */
        IN_USE,
        /** It changed since the version that the caller has seen. */
        VERSION_MISMATCH,
        /** The idempotency key was used with another request. */
        KEY_REUSED
    }

    private final Reason reason;

    public ConflictException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
