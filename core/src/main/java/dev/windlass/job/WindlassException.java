package dev.windlass.job;

import org.jspecify.annotations.Nullable;

/** Root of everything that Windlass throws on purpose. The message is safe to show to a client. */
public abstract class WindlassException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected WindlassException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
