package dev.windlass.job;

/** Thrown by {@link RunContext#throwIfCancelled()}; a handler lets it pass to end a cancelled attempt. */
public final class RunCancelledException extends WindlassException {

    private static final long serialVersionUID = 1L;

    public RunCancelledException() {
        super("The run was asked to stop", null);
    }
}
