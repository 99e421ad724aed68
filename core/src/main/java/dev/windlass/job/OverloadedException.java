package dev.windlass.job;

/** A bound was reached: the queue is full, too many direct executions wait, or the node is stopping. Try again later. */
public final class OverloadedException extends WindlassException {

    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        super(message, null);
    }
}
