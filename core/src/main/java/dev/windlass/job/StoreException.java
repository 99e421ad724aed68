package dev.windlass.job;

/**
 * The store could not do it.
 *
 * <p>When {@link #isTransient()} the store is out of reach or refused for now, and the same call may work later; whether the call took
 * effect is then unknown. Otherwise the data itself was refused, and nothing was stored.
 */
public class StoreException extends WindlassException {

    private static final long serialVersionUID = 1L;

    private final boolean isTransient;

    public StoreException(String message, Throwable cause, boolean isTransient) {
        super(message, cause);
        this.isTransient = isTransient;
    }

    public boolean isTransient() {
        return isTransient;
    }
}
