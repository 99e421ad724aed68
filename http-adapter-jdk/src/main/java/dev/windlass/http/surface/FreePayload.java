package dev.windlass.http.surface;

import dev.windlass.http.rest.Filter;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Violation;

/** Where the body is the params, what is wrong with the params is wrong with the body, and is pointed at there. */
final class FreePayload {

    private static final String PARAMS = "/params";

    static final Filter FILTER = next -> request -> {
        try {
            return next.handle(request);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    e.violations().stream().map(FreePayload::seenFromBody).toList());
        }
    };

    private FreePayload() {}

    private static Violation seenFromBody(Violation violation) {
        boolean inParams =
                violation.pointer().equals(PARAMS) || violation.pointer().startsWith(PARAMS + "/");
        return inParams ? new Violation(violation.pointer().substring(PARAMS.length()), violation.detail()) : violation;
    }
}
