package dev.windlass.http.webhook;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection was not made because its address is off limits. */
public final class AddressRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    AddressRefusedException(String message) {
        super(message);
    }

    /** Whether this is why: one of several addresses that were tried may hide behind another. */
    public static boolean isBehind(@Nullable Throwable failure) {
        return isBehind(failure, 8);
    }

    private static boolean isBehind(@Nullable Throwable failure, int depth) {
        if (failure == null || depth == 0) {
            return false;
        }
        if (failure instanceof AddressRefusedException || isBehind(failure.getCause(), depth - 1)) {
            return true;
        }
        for (Throwable other : failure.getSuppressed()) {
            if (isBehind(other, depth - 1)) {
                return true;
            }
        }
        return false;
    }
}
