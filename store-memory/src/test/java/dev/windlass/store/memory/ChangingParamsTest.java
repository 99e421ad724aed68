package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.RunError;
import dev.windlass.job.RunResult;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A job that waits while the class of its params is changed. */
class ChangingParamsTest {

    record Mail(String to, String subject) {}

    record WithMore(String to, String subject, @Nullable String language, Optional<String> from) {}

    record WithPrimitive(String to, String subject, int size) {}

    record WithLess(String to) {}

    record Renamed(String to, @JsonAlias("subject") String title) {}

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private static <P> JobType<P> read(Class<P> params) {
        return JobType.of("mail", params, (read, run) -> RunResult.completed(read.toString()));
    }

    /** What becomes of a job of the old class on a node with the new one. */
    private Job afterChangeTo(JobType<?> now) {
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler before = new ManualScheduler(store, clock, List.of(read(Mail.class)));
                ManualScheduler after = new ManualScheduler(store, clock, List.of(now))) {
            UUID job = before.submit(JobRequest.of("mail", new Mail("ada", "hello")));
            after.runDue();
            return after.job(job);
        }
    }

    private void assertReads(JobType<?> now, String read) {
        Job job = afterChangeTo(now);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.result()).hasToString("\"" + read + "\"");
    }

    private void assertFails(JobType<?> now, String message) {
        Job job = afterChangeTo(now);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo(new RunError("exception", message, ErrorKind.APPLICATION, false, 1));
    }

    @Test
    void aNewMemberIsNullOrEmpty() {
        assertReads(read(WithMore.class), "WithMore[to=ada, subject=hello, language=null, from=Optional.empty]");
        assertFails(read(WithPrimitive.class), "/params/size must be a whole number within range");
    }

    @Test
    void aMemberThatIsGoneIsRefusedUnlessTheTypeIsLenient() {
        assertFails(read(WithLess.class), "/params/subject is not known");
        assertReads(read(WithLess.class).lenient(), "WithLess[to=ada]");
    }

    @Test
    void anAliasReadsTheOldName() {
        assertReads(read(Renamed.class), "Renamed[to=ada, title=hello]");
    }
}
