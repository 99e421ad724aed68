package dev.windlass.internal;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that a client hears everything at once. Not thread-safe. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    public void require(boolean condition, String pointer, String detail) {
        if (!condition) {
            found.add(new Violation(pointer, detail));
        }
    }

    /** Runs a check that throws, and keeps what it says. */
    public void collect(Runnable check) {
        try {
            check.run();
        } catch (InvalidRequestException e) {
            found.addAll(e.violations());
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidRequestException(found);
        }
    }
}
