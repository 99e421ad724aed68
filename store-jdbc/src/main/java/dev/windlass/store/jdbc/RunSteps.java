package dev.windlass.store.jdbc;

import dev.windlass.job.JobStatus;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Next;
import dev.windlass.spi.Transition.Release;
import dev.windlass.store.jdbc.RunTable.Ended;
import dev.windlass.store.jdbc.RunningTable.Wanted;
import dev.windlass.store.jdbc.Waves.Single;
import dev.windlass.store.jdbc.Waves.Step;
import dev.windlass.store.jdbc.Waves.Wave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies what runs tell and releases. All ends and releases of a wave are one DELETE of live rows and one INSERT for each kind of
 * successor; what the DELETE does not return was stale, or was applied by a call whose reply was lost.
 */
final class RunSteps {

    private final RunningTable running;
    private final RunTable runs;
    private final RunChanges changes;
    private final WaitingTables waiting;
    private final ArtifactTable artifacts;

    RunSteps(RunningTable running, RunTable runs, WaitingTables waiting, ArtifactTable artifacts) {
        this.running = running;
        this.runs = runs;
        this.changes = new RunChanges(running, runs);
        this.waiting = waiting;
        this.artifacts = artifacts;
    }

    void apply(Handle handle, Wave wave, Outcome outcome) {
        Map<UUID, Live> taken = running.take(handle, wanted(wave));
        List<Ended> ended = new ArrayList<>();
        List<Place> requeued = new ArrayList<>();
        List<Step> rest = new ArrayList<>();
        for (Step step : wave.steps) {
            Live live = step.finish == null ? null : taken.get(RunningTable.workId(step.token));
            if (live == null) {
                rest.add(step);
            } else {
                finish(handle, step, live, ended, requeued, outcome);
            }
        }
        for (Single<Release> release : wave.releases) {
            release(
                    handle,
                    release,
                    taken.get(RunningTable.workId(release.transition().token())),
                    requeued,
                    outcome);
        }
        runs.insert(handle, ended);
        waiting.insert(handle, requeued);
        outcome.waiting(requeued.size());
        changes.apply(handle, rest, outcome);
    }

    private static List<Wanted> wanted(Wave wave) {
        List<Wanted> wanted = new ArrayList<>();
        for (Step step : wave.steps) {
            if (step.finish != null) {
                wanted.add(new Wanted(step.token, step.finish.transition().unlessCancelled(), false));
            }
        }
        for (Single<Release> release : wave.releases) {
            if (release.transition().token().jobId() != null) {
                wanted.add(new Wanted(release.transition().token(), false, true));
            }
        }
        return wanted;
    }

    private void finish(Handle handle, Step step, Live live, List<Ended> ended, List<Place> requeued, Outcome outcome) {
        Single<Finish> single = java.util.Objects.requireNonNull(step.finish);
        RunChanges.startOf(step, live, outcome);
        step.reports.forEach(outcome::applied);
        outcome.applied(single);
        Finish finish = single.transition();
        ended.add(ended(finish, live));
        if (finish.next() instanceof Next.Requeue requeue) {
            requeued.add(live.place()
                    .requeued(requeue.attempts(), finish.statesSent(), Micros.ofNullable(requeue.notBefore())));
            outcome.workAdded();
        }
        if (live.hasChunks()) {
            artifacts.keepOnly(handle, live.runId(), finish.run().artifacts());
        }
        outcome.changed(live.runId());
        outcome.changed(live.workId());
    }

    private static Ended ended(Finish finish, Live live) {
        JobStatus status = null;
        Instant forgetAt = live.direct() ? finish.run().expiresAt() : null;
        if (finish.next() instanceof Next.End end) {
            status = end.status();
            forgetAt = end.expiresAt();
        }
        return new Ended(
                finish.run(),
                live.place().starts(),
                status,
                forgetAt,
                live.direct() ? null : live.place().createdAt(),
                live.place().cancelAt(),
                live.place().cancelReason());
    }

    private void release(
            Handle handle, Single<Release> release, @Nullable Live live, List<Place> requeued, Outcome outcome) {
        if (live == null) {
            if (wasReleased(handle, release.transition())) {
                outcome.repeated(release);
            }
            return;
        }
        requeued.add(live.place().released(release.transition().lost()));
        if (live.hasChunks()) {
            artifacts.keepOnly(handle, live.runId(), List.of());
        }
        outcome.applied(release);
        outcome.workAdded();
    }

    /** Nobody has claimed the job since, and the run did not end in any other way. */
    private boolean wasReleased(Handle handle, Release release) {
        UUID jobId = release.token().jobId();
        return jobId != null
                && waiting.lock(handle, jobId)
                        .filter(place -> place.fence() == release.token().fence())
                        .isPresent()
                && runs.traces(handle, Set.of(release.token().runId())).isEmpty();
    }
}
