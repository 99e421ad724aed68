package dev.windlass.internal;

import dev.windlass.job.JobRequest;
import dev.windlass.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of a job's members that need nothing but the request. */
public final class JobRequestChecks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG = 100;
    /** Beyond it databases and other languages' clients disagree on how to write an instant. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private JobRequestChecks() {}

    static void check(JobRequest request, Violations violations) {
        Integer priority = request.priority();
        violations.require(
                priority == null || (priority >= JobSpec.LOWEST_PRIORITY && priority <= JobSpec.HIGHEST_PRIORITY),
                "/priority",
                "must be between 0 and 9, but is " + priority);
        checkQueue(request.queue(), violations);
        checkRunAt(request.runAt(), violations);
        checkTimeout("/timeout_seconds", request.timeout(), violations);
        checkRetention("/retention_seconds", request.retention(), violations);
        checkTags(request, violations);
    }

    public static void checkQueue(@Nullable String queue, Violations violations) {
        violations.require(
                queue == null || NAME.matcher(queue).matches(),
                "/queue",
                "must be 1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit");
    }

    static void checkRunAt(@Nullable Instant runAt, Violations violations) {
        violations.require(
                runAt == null || (runAt.isBefore(LATEST) && runAt.isAfter(Instant.EPOCH)),
                "/run_at",
                "must be between 1970 and 9999");
    }

    public static void checkTimeout(String pointer, @Nullable Duration timeout, Violations violations) {
        violations.require(
                timeout == null || within(timeout, Duration.ofMillis(1), JobSpec.LONGEST_TIMEOUT),
                pointer,
                "must be more than 0 and at most 2592000");
    }

    public static void checkRetention(String pointer, @Nullable Duration retention, Violations violations) {
        violations.require(
                retention == null || within(retention, Duration.ZERO, JobSpec.LONGEST_RETENTION),
                pointer,
                "must be between 0 and 316224000");
    }

    private static void checkTags(JobRequest request, Violations violations) {
        violations.require(request.tags().size() <= MAX_TAGS, "/tags", "must be at most " + MAX_TAGS);
        for (int i = 0; i < request.tags().size(); i++) {
            String tag = request.tags().get(i);
            violations.require(
                    isOneLine(tag, MAX_TAG),
                    "/tags/" + i,
                    "must be 1 to " + MAX_TAG + " characters without line breaks or control characters");
        }
    }

    /** Logs and lists show names one a line; U+2028 and U+2029 break lines without being control characters. */
    public static boolean isOneLine(String name, int maxLength) {
        return !name.isBlank()
                && name.length() <= maxLength
                && name.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    }

    private static boolean within(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
}
