package dev.windlass.tck.engine;

import static dev.windlass.tck.engine.EngineFixture.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Jobs;
import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Violation;
import dev.windlass.testing.ManualScheduler;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One key of the host's own makes one job. */
@Tag("T7")
abstract class SubmitOnceContract extends EngineRole {

    SubmitOnceContract(EngineContract contract) {
        super(contract);
    }

    private Jobs jobs() {
        return engine.manual().scheduler().jobs();
    }

    private UUID once(String key, JobRequest.Builder request) {
        return jobs().submitOnce(key, request.build()).map(Job::id).orElseThrow();
    }

    private void assertReused(String key, JobRequest.Builder request) {
        assertThatThrownBy(() -> once(key, request))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.KEY_REUSED));
    }

    @Test
    void aKeyLeadsToItsJobFromAnyNodeAsItStands() {
        UUID job = once("invoice-4711", work("a"));
        assertThat(once("invoice-4711", work("a"))).isEqualTo(job);
        engine.manual().runDue();
        try (ManualScheduler other = engine.scheduler(UnaryOperator.identity())) {
            assertThat(other.scheduler()
                            .jobs()
                            .submitOnce("invoice-4711", work("a").build()))
                    .hasValueSatisfying(found -> {
                        assertThat(found.id()).isEqualTo(job);
                        assertThat(found.status()).isEqualTo(JobStatus.COMPLETED);
                    });
        }
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("a");
    }

    @Test
    void aKeyIsForOneTypeAndItsParams() {
        once("invoice-4711", work("a"));
        assertReused("invoice-4711", work("b"));
        assertReused("invoice-4711", work("a").type("skipping"));
        assertReused("invoice-4711", work("a").type(null).templateId(new UUID(0, 7)));
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("a");
        assertThat(once("invoice-4712", work("a"))).isNotNull();
    }

    @Test
    void whenAndHowAreNoPartOfWhatIsAskedAndNeitherIsTheOrderOfMembers() {
        UUID job = once("invoice-4711", work("a").runAt(clock.instant().plusSeconds(60)));
        clock.advance(Duration.ofSeconds(5));
        Json turned = new Json("{\"takesMillis\":0, \"failTimes\":0, \"name\":\"a\"}");
        JobRequest.Builder again = work("a")
                .params(turned)
                .priority(9)
                .runAt(clock.instant().plusSeconds(60))
                .timeout(Duration.ofMinutes(1));
        assertThat(once("invoice-4711", again)).isEqualTo(job);
        assertThat(engine.manual().job(job).spec().priority()).isEqualTo(4);
    }

    @Test
    void aJobThatWasForgottenIsNotMadeAgainWhileItsKeyIsRemembered() {
        once("invoice-4711", work("a").retention(Duration.ofHours(1)));
        engine.manual().runDue();
        engine.manual().advance(Duration.ofHours(3));
        assertThat(jobs().submitOnce("invoice-4711", work("a").build())).isEmpty();
        engine.manual().runDue();
        assertThat(engine.ran).containsExactly("a");
    }

    @Test
    void aKeyIsForgottenAfterItsTime() {
        UUID first = once("invoice-4711", work("a"));
        clock.advance(Duration.ofHours(23));
        assertThat(once("invoice-4711", work("a"))).isEqualTo(first);
        clock.advance(Duration.ofHours(2));
        assertThat(once("invoice-4711", work("b"))).isNotEqualTo(first);
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() {
        assertThatThrownBy(() -> once("invoice-4711", work("a").priority(10)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> once("invoice-4711", work("a").params(new Json("{"))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations()).containsExactly(new Violation("/params", "is not JSON")));
        once("invoice-4711", work("b"));
        assertThatThrownBy(() -> once("", work("a")))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/idempotency_key"));
    }
}
