package dev.windlass.job;

/** There is no such thing, or no longer. */
public final class NotFoundException extends WindlassException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what the kind of thing, for example {@code job}
     * @param id as the caller wrote it
     */
    public NotFoundException(String what, Object id) {
        super("There is no " + what + " " + id, null);
    }
}
