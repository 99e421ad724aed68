package dev.windlass.job;

/**
 * Why a run failed.
 *
 * @param code machine-readable, snake case, at most 100 characters: the handler's, or the engine's, for example {@code timeout};
 *     docs/embedding.md lists those
 * @param message for people; never a stack trace; one of those that were given none says that the handler failed
 * @param retriable whether another attempt could succeed
 * @param attempt the attempt that failed, from 1
 */
public record RunError(String code, String message, ErrorKind kind, boolean retriable, int attempt) {

    private static final int MAX_MESSAGE = 4_000;

    static final String FAILED = "The handler failed";

    public RunError {
        message = Words.or(message, FAILED);
        message = message.length() > MAX_MESSAGE ? cut(message) : message;
    }

    /** Not within a surrogate pair: half of one has no form in UTF-8. */
    private static String cut(String message) {
        int end = MAX_MESSAGE - 1;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
