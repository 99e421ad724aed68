package dev.windlass.json;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunError;
import dev.windlass.job.Warning;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the surfaces whose words know no CANCELLED or no SKIPPED say instead (design.md, words per surface). */
final class Endings {

    private Endings() {}

    /** The job's error; of a cancelled job always one with code {@code cancelled}, also when it never ran. */
    static @Nullable RunError error(Job job) {
        RunError error = job.error();
        if (job.status() != JobStatus.CANCELLED
                || (error != null && error.code().equals(Parts.CANCELLED))) {
            return error;
        }
        return new RunError(
                Parts.CANCELLED, "The job was cancelled", ErrorKind.CANCELLED, false, Math.max(1, job.attempt()));
    }

    /** The warnings; of a skipped one the first has code {@code skipped}. */
    static List<Warning> warnings(boolean skipped, List<Warning> warnings) {
        if (!skipped || (!warnings.isEmpty() && warnings.get(0).code().equals(Parts.SKIPPED))) {
            return warnings;
        }
        Warning reason = skipWarning(warnings);
        return Stream.concat(Stream.of(reason), warnings.stream().filter(warning -> warning != reason))
                .toList();
    }

    /** The skip as an error, for a surface that calls it CANCELLED. */
    static RunError skipped(List<Warning> warnings, int attempt) {
        return new RunError(
                Parts.SKIPPED, skipWarning(warnings).message(), ErrorKind.APPLICATION, false, Math.max(1, attempt));
    }

    private static Warning skipWarning(List<Warning> warnings) {
        return warnings.stream()
                .filter(warning -> warning.code().equals(Parts.SKIPPED))
                .findFirst()
                .orElseGet(() -> new Warning(Parts.SKIPPED, "There was nothing to do"));
    }
}
