package dev.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.JobQuery.Order;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueryTest {

    @Test
    void aBuilderStartsFromTheNewestFiftyJobs() {
        assertThat(JobQuery.builder().build()).isEqualTo(JobQuery.all(50));
    }

    @Test
    void theBuilderPutsEachMemberInItsPlace() {
        Instant after = Instant.parse("2026-01-01T00:00:00Z");
        Instant before = after.plusSeconds(60);
        UUID template = new UUID(0, 1);
        UUID schedule = new UUID(0, 2);
        JobQuery query = JobQuery.builder()
                .statuses(JobStatus.FAILED, JobStatus.CANCELLED)
                .jobType("report")
                .templateId(template)
                .scheduleId(schedule)
                .queue("mail")
                .tag("customer-42")
                .createdAfter(after)
                .createdBefore(before)
                .order(Order.CREATED_ASC)
                .from("cursor")
                .limit(500)
                .build();
        assertThat(query)
                .isEqualTo(new JobQuery(
                        Set.of(JobStatus.FAILED, JobStatus.CANCELLED),
                        "report",
                        template,
                        schedule,
                        "mail",
                        "customer-42",
                        after,
                        before,
                        Order.CREATED_ASC,
                        "cursor",
                        500));
        assertThat(query.toBuilder().build()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 501})
    void aPageHasOneTo500Jobs(int limit) {
        assertRefused("/limit", () -> JobQuery.all(limit));
    }

    @Test
    void onlyTheQueueCanBeListedAsItWillBeDispatched() {
        assertThat(JobQuery.all(1).withStatuses(Set.of(JobStatus.QUEUED)).withOrder(Order.DISPATCH))
                .isNotNull();
        assertRefused("/order", () -> JobQuery.all(1).withOrder(Order.DISPATCH));
        assertRefused(
                "/order",
                () -> JobQuery.builder()
                        .statuses(JobStatus.QUEUED, JobStatus.RUNNING)
                        .order(Order.DISPATCH)
                        .build());
    }

    private static void assertRefused(String pointer, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::pointer)
                                .containsExactly(pointer));
    }
}
