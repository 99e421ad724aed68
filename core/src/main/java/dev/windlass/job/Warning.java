package dev.windlass.job;

/**
 * Something that went wrong in a run that completed all the same: partial success (seed rows T10, M11).
 *
 * @param code machine-readable, snake case; {@code warning} when it is absent or blank
 * @param message for people; the code when it is absent or blank
 */
public record Warning(String code, String message) {
    public Warning {
        code = Words.or(code, "warning");
        message = Words.or(message, code);
    }
}
