package dev.windlass.http.server;

/** A flag or a setting is wrong; the message is one line for whoever started the program. */
public final class FlagException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FlagException(String message) {
        super(message);
    }
}
