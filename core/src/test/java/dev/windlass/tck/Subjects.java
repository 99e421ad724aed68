package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery.Order;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One store, or several that are to behave alike. What they choose themselves (fences, ids of deliveries, stamps, cursors) is left out of
 * the comparison.
 */
final class Subjects {

    final List<JobStore> stores;

    Subjects(List<JobStore> stores) {
        this.stores = List.copyOf(stores);
    }

    JobStore first() {
        return stores.get(0);
    }

    /** Does the same in every store and expects the same answer. */
    <T> T same(String what, Function<JobStore, T> call) {
        T expected = call.apply(first());
        for (JobStore store : stores.subList(1, stores.size())) {
            assertThat(call.apply(store)).as(what).isEqualTo(expected);
        }
        return expected;
    }

    /** Does the same in every store; the answers are the caller's to compare. */
    <T> List<T> each(Function<JobStore, T> call) {
        List<T> answers = new ArrayList<>();
        for (JobStore store : stores) {
            answers.add(call.apply(store));
        }
        return answers;
    }

    /** Looks at everything that readers can see. */
    void compare() {
        for (Order order : List.of(Order.CREATED_ASC, Order.CREATED_DESC)) {
            same("jobs " + order, store -> Invariants.allJobs(store, order, Set.of()));
        }
        same("queue", store -> Invariants.allJobs(store, Order.DISPATCH, Set.of(JobStatus.QUEUED)));
        same(
                "runs",
                store -> Invariants.allRuns(store).stream()
                        .map(Subjects::withoutFence)
                        .toList());
        same("stats", JobStore::queueStats);
        same("nodes", store -> Set.copyOf(store.liveNodes(null, 100)));
        same("deliveries", store -> deliveries(store).stream().map(Told::of).toList());
        stores.forEach(Invariants::check);
    }

    static List<Delivery> deliveries(JobStore store) {
        return Invariants.pages(cursor -> store.listDeliveries(new DeliveryQuery(null, null, null, cursor, 100)));
    }

    /** What readers see of one job. */
    Job job(java.util.UUID id) {
        return same("job " + id, store -> store.findJob(id).orElseThrow());
    }

    private static JobRun withoutFence(JobRun run) {
        return new JobRun(
                run.id(),
                run.jobId(),
                run.jobType(),
                run.trigger(),
                run.attempt(),
                run.status(),
                run.phase(),
                run.nodeId(),
                run.node(),
                0,
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.heartbeatAt(),
                run.progress(),
                run.result(),
                run.error(),
                run.warnings(),
                run.artifacts(),
                run.expiresAt());
    }

    /** A delivery without what a store makes up. */
    record Told(java.util.UUID event, String type, String url, Delivery.Status status, int attempts) {

        static Told of(Delivery delivery) {
            return new Told(
                    delivery.eventId(), delivery.eventType(), delivery.url(), delivery.status(), delivery.attempts());
        }
    }
}
