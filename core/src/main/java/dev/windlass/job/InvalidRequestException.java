package dev.windlass.job;

import java.util.List;
import java.util.stream.Collectors;

/** A request is well-formed but cannot be carried out; each violation names its member. Nothing was changed. */
public final class InvalidRequestException extends WindlassException {

    private static final long serialVersionUID = 1L;

    private final List<Violation> violations;

    public InvalidRequestException(String pointer, String detail) {
        this(List.of(new Violation(pointer, detail)));
    }

    /** @param violations at least one */
    public InvalidRequestException(List<Violation> violations) {
        super(
                violations.stream()
                        .map(violation -> violation.pointer() + " " + violation.detail())
                        .collect(Collectors.joining("; ")),
                null);
        this.violations = List.copyOf(violations);
    }

    /** At least one. */
    public List<Violation> violations() {
        return violations;
    }

    /** The same violations seen from the object that holds the one they were found in. */
    public InvalidRequestException under(String prefix) {
        return new InvalidRequestException(
                violations.stream().map(violation -> violation.under(prefix)).toList());
    }
}
