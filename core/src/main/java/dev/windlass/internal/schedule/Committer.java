package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import dev.windlass.job.StoreException;
import dev.windlass.spi.Firing;
import dev.windlass.spi.ResourceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Hands firings to the store in bounded batches and finds out which of them hold up the rest. Lives for one step of the ticker. */
final class Committer {

    /** Jobs in one call: enough to be cheap, few enough to let others in between. */
    private static final int MOST_JOBS = 200;

    /** A schedule and what it is to do. */
    private record Step(Schedule schedule, Firing firing) {}

    private final ResourceStore store;
    private final ScheduledJobs jobs;
    private final Quarantine quarantine;
    private final Map<UUID, Firing> refused = new HashMap<>();
    private final List<Step> waiting = new ArrayList<>();
    private int waitingJobs;
    private boolean anyFired;
    private boolean anyRefused;

    Committer(ResourceStore store, ScheduledJobs jobs, Quarantine quarantine) {
        this.store = store;
        this.jobs = jobs;
        this.quarantine = quarantine;
    }

    void add(Schedule schedule, Firing firing, Instant now) {
        if (isRefusedAlready(firing)) {
            quarantine.add(schedule, now, "the store refuses to fire it");
            return;
        }
        waiting.add(new Step(schedule, firing));
        waitingJobs += firing.fires().size();
        if (waitingJobs >= MOST_JOBS) {
            flush(now);
        }
    }

    /** Refused once means that another node was faster; refused again, unchanged, means that it will always be. */
    private boolean isRefusedAlready(Firing firing) {
        Firing earlier = refused.get(firing.scheduleId());
        return earlier != null
                && earlier.version() == firing.version()
                && earlier.expectedFireAt().equals(firing.expectedFireAt());
    }

    /** Whether jobs were made by this step. */
    boolean anyFired() {
        return anyFired;
    }

    /** Whether any were refused since the last call, and so should be looked at again. */
    boolean takeRefusals() {
        boolean refusals = anyRefused;
        anyRefused = false;
        return refusals;
    }

    void flush(Instant now) {
        List<Step> steps = List.copyOf(waiting);
        waiting.clear();
        waitingJobs = 0;
        if (!steps.isEmpty()) {
            commit(steps, now);
        }
    }

    private void commit(List<Step> steps, Instant now) {
        List<Firing> firings = steps.stream().map(Step::firing).toList();
        List<Firing.Fire> fires =
                firings.stream().flatMap(one -> one.fires().stream()).toList();
        try (ScheduledJobs.Committing committing = jobs.committing(fires)) {
            report(steps, store.fire(firings), committing);
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            isolate(steps, now, e);
        }
    }

    /** One bad row must not keep the others from firing. */
    private void isolate(List<Step> steps, Instant now, StoreException cause) {
        if (steps.size() > 1) {
            steps.forEach(step -> commit(List.of(step), now));
        } else {
            quarantine.add(steps.get(0).schedule(), now, String.valueOf(cause.getMessage()));
        }
    }

    private void report(List<Step> steps, List<Boolean> applied, ScheduledJobs.Committing committing) {
        List<Firing.Fire> fires = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (applied.get(i)) {
                quarantine.release(step.schedule().id());
                fires.addAll(step.firing().fires());
            } else {
                anyRefused = true;
                refused.put(step.schedule().id(), step.firing());
            }
        }
        if (!fires.isEmpty()) {
            anyFired = true;
            committing.fired(fires);
        }
    }
}
