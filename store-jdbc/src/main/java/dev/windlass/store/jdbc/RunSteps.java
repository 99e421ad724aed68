package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Next;
import dev.windlass.spi.Transition.Next.End;
import dev.windlass.spi.Transition.Release;
import dev.windlass.store.jdbc.PlainEnds.Taken;
import dev.windlass.store.jdbc.RunTable.Ended;
import dev.windlass.store.jdbc.RunningTable.Wanted;
import dev.windlass.store.jdbc.Waves.Single;
import dev.windlass.store.jdbc.Waves.Step;
import dev.windlass.store.jdbc.Waves.Wave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        List<Step> rest = new ArrayList<>();
        List<Step> ends = new ArrayList<>();
        List<Step> plainEnds = new ArrayList<>();
        for (Step step : wave.steps) {
            boolean plain = handle.dialect().isShared() && PlainEnds.isPlain(step);
            (step.finish == null ? rest : plain ? plainEnds : ends).add(step);
        }
        endPlainly(handle, plainEnds, rest, outcome);
        end(handle, ends, wave.releases, rest, outcome);
        changes.apply(handle, rest, outcome);
    }

    /** @param refused takes those whose tokens are not live */
    private void endPlainly(Handle handle, List<Step> ends, List<Step> refused, Outcome outcome) {
        Map<UUID, Taken> taken = PlainEnds.take(handle, ends);
        for (Step step : ends) {
            Taken live = taken.get(RunningTable.workId(step.token));
            if (live == null) {
                refused.add(step);
            } else {
                ended(handle, step, live.startedAt(), live.hasChunks(), outcome);
            }
        }
    }

    private void end(
            Handle handle, List<Step> ends, List<Single<Release>> releases, List<Step> refused, Outcome outcome) {
        Map<UUID, Live> taken = running.take(handle, wanted(ends, releases));
        List<Ended> ended = new ArrayList<>();
        List<Place> requeued = new ArrayList<>();
        for (Step step : ends) {
            Live live = taken.get(RunningTable.workId(step.token));
            if (live == null) {
                refused.add(step);
            } else {
                finish(handle, step, live, ended, requeued, outcome);
            }
        }
        for (Single<Release> release : releases) {
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
    }

    private static List<Wanted> wanted(List<Step> ends, List<Single<Release>> releases) {
        List<Wanted> wanted = new ArrayList<>();
        for (Step step : ends) {
            wanted.add(new Wanted(
                    step.token, Objects.requireNonNull(step.finish).transition().unlessCancelled(), false));
        }
        for (Single<Release> release : releases) {
            if (release.transition().token().jobId() != null) {
                wanted.add(new Wanted(release.transition().token(), false, true));
            }
        }
        return wanted;
    }

    private void finish(Handle handle, Step step, Live live, List<Ended> ended, List<Place> requeued, Outcome outcome) {
        Finish finish = Objects.requireNonNull(step.finish).transition();
        ended(handle, step, live.startedAt(), live.hasChunks(), outcome);
        ended.add(ended(finish, live));
        if (finish.next() instanceof Next.Requeue requeue) {
            requeued.add(live.place()
                    .requeued(requeue.attempts(), finish.statesSent(), Micros.ofNullable(requeue.notBefore())));
            outcome.workAdded();
        }
    }

    private void ended(Handle handle, Step step, @Nullable Long startedAt, boolean hasChunks, Outcome outcome) {
        Single<Finish> finish = Objects.requireNonNull(step.finish);
        RunChanges.startOf(step, startedAt, outcome);
        step.reports.forEach(outcome::applied);
        outcome.applied(finish);
        if (hasChunks) {
            artifacts.keepOnly(
                    handle, step.token.runId(), finish.transition().run().artifacts());
        }
        outcome.changed(step.token.runId());
        outcome.changed(RunningTable.workId(step.token));
    }

    /** @param live null when what it knows is known to the statement that writes the row */
    static Ended ended(Finish finish, @Nullable Live live) {
        JobRun run = finish.run();
        Place place = live == null ? null : live.place();
        End end = finish.next() instanceof End one ? one : null;
        Instant forgetAt = run.jobId() == null ? run.expiresAt() : end == null ? null : end.expiresAt();
        return new Ended(
                run,
                place == null ? null : place.starts(),
                end == null ? null : end.status(),
                forgetAt,
                place == null || run.jobId() == null ? null : place.createdAt(),
                place == null ? null : place.cancelAt(),
                place == null ? null : place.cancelReason());
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
