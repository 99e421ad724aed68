package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobTypesTest {

    private final JobType<Json> mail = JobType.of("mail", Json.class, (params, context) -> RunResult.completed());

    @Test
    void aNameBelongsToOneJobType() {
        JobScheduler.Builder twice =
                JobScheduler.builder(new MemoryJobStore()).register(mail).register(mail.lenient());

        assertThatIllegalArgumentException().isThrownBy(twice::build).withMessage("Job type mail is registered twice");
    }

    @Test
    @Tag("C9")
    void aJobTypeThatNoJobCouldBeMadeOfIsRefusedAtTheStart() {
        JobType<Json> persistent = mail.withRetryPolicy(RetryPolicy.attempts(5));

        assertThatIllegalArgumentException()
                .isThrownBy(JobScheduler.builder(new MemoryJobStore()).register(persistent)::build)
                .withMessage("Job type mail has a retry policy of 5 attempts, but maxAttemptsCap is 3");
        JobScheduler.builder(new MemoryJobStore())
                .register(persistent)
                .settings(Settings.builder().maxAttemptsCap(5).build())
                .build()
                .close();
    }
}
