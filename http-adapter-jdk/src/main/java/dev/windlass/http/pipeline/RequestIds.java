package dev.windlass.http.pipeline;

import dev.windlass.http.rest.HeaderFields;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Request ids and trace contexts: taken over when they are well-formed, so that logs of several services can be joined. */
final class RequestIds {

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");
    // W3C Trace Context section 3.2.2; version ff is forbidden, later versions may append more.
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.{0,200})?");
    private static final HexFormat HEX = HexFormat.of();

    private final Supplier<? extends RandomGenerator> random;

    /** @param random gives a generator that the calling thread may use */
    RequestIds(Supplier<? extends RandomGenerator> random) {
        this.random = random;
    }

    String of(HeaderFields headers) {
        String given = headers.first("X-Request-Id");
        if (given != null && ACCEPTED.matcher(given).matches()) {
            return given;
        }
        RandomGenerator generator = random.get();
        return HEX.toHexDigits(generator.nextLong()) + HEX.toHexDigits(generator.nextLong());
    }

    static @Nullable String traceparent(HeaderFields headers) {
        String given = headers.first("traceparent");
        boolean valid = given != null
                && TRACEPARENT.matcher(given).matches()
                && (given.length() == 55 || !given.startsWith("00"));
        return valid ? given : null;
    }
}
