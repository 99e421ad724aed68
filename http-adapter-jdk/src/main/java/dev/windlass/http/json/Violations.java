package dev.windlass.http.json;

import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Violation;
import java.util.ArrayList;
import java.util.List;

/** What was found wrong in one body so far. Not thread-safe. */
final class Violations {

    /** More than anybody reads; a batch of a thousand wrong jobs must not be answered with a megabyte. */
    private static final int MAX = 100;

    private final List<Violation> wrong = new ArrayList<>();
    private final List<Violation> unknown = new ArrayList<>();

    void wrong(String pointer, String detail) {
        wrong(new Violation(pointer, detail));
    }

    void wrong(Violation violation) {
        if (wrong.size() < MAX) {
            wrong.add(violation);
        }
    }

    void unknown(String pointer) {
        if (unknown.size() < MAX) {
            unknown.add(new Violation(pointer, "is not a member that is known here"));
        }
    }

    /**
     * @throws ProblemException 400 when nothing but unknown members was found
     * @throws InvalidRequestException with everything that was found
     */
    void throwIfAny() {
        if (!wrong.isEmpty()) {
            List<Violation> all = new ArrayList<>(wrong);
            all.addAll(unknown);
            throw new InvalidRequestException(all);
        }
        if (!unknown.isEmpty()) {
            throw Problem.invalid(ProblemCode.UNKNOWN_MEMBER, "The body has members that are not known here", unknown)
                    .exception();
        }
    }
}
