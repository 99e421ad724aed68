package dev.windlass.store.jdbc;

import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.CancelQueued;
import dev.windlass.spi.Transition.Move;
import dev.windlass.spi.Transition.RequestCancel;
import dev.windlass.store.jdbc.Waves.Single;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Applies what anybody may ask of a job. Rare, so one job after another. */
final class QueueSteps {

    private static final int LOOKS = 20;

    private final WaitingTables waiting;
    private final RunningTable running;
    private final LaneTable lanes;
    private final ArtifactTable artifacts;

    QueueSteps(WaitingTables waiting, RunningTable running, LaneTable lanes, ArtifactTable artifacts) {
        this.waiting = waiting;
        this.running = running;
        this.lanes = lanes;
        this.artifacts = artifacts;
    }

    void apply(Handle handle, Single<? extends Transition> single, Outcome outcome) {
        Transition transition = single.transition();
        if (transition instanceof CancelQueued cancel) {
            cancel(handle, new Single<>(single.index(), cancel), outcome);
        } else if (transition instanceof RequestCancel request) {
            request(handle, new Single<>(single.index(), request), outcome);
        } else if (transition instanceof Move move) {
            move(handle, new Single<>(single.index(), move), outcome);
        }
    }

    private void cancel(Handle handle, Single<CancelQueued> single, Outcome outcome) {
        CancelQueued cancel = single.transition();
        if (isCancelledSo(handle, cancel)) {
            outcome.repeated(single);
            return;
        }
        Optional<Place> place = takeOut(handle, cancel);
        if (place.isPresent()) {
            insertCancelled(handle, cancel, place.get());
            outcome.waiting(-1);
            outcome.applied(single);
            outcome.changed(cancel.jobId());
        }
    }

    /** A job can be moved between our looks, from the queue to a node and back; we look until we met it or it has ended. */
    private Optional<Place> takeOut(Handle handle, CancelQueued cancel) {
        for (int look = 0; look < LOOKS && isLive(handle, cancel.jobId()); look++) {
            Optional<Place> place = waiting.lock(handle, cancel.jobId());
            if (place.isPresent()) {
                Optional<Place> expected = place.filter(found -> found.starts() == cancel.starts());
                expected.ifPresent(found -> waiting.delete(handle, found));
                return expected;
            }
            Optional<Live> live = running.lock(handle, cancel.jobId());
            if (live.isPresent()) {
                return live.filter(run -> !run.isStarted() && run.place().starts() == cancel.starts())
                        .map(run -> drop(handle, run));
            }
        }
        return Optional.empty();
    }

    private Place drop(Handle handle, Live claimed) {
        running.delete(handle, List.of(claimed.workId()));
        if (claimed.hasChunks()) {
            artifacts.keepOnly(handle, claimed.runId(), List.of());
        }
        return claimed.place();
    }

    private static boolean isLive(Handle handle, UUID jobId) {
        return handle.createQuery(
                                "SELECT count(*) FROM windlass_job j WHERE j.id = :id"
                                        + " AND NOT EXISTS (SELECT 1 FROM windlass_cancelled c WHERE c.job_id = j.id)"
                                        + " AND NOT EXISTS (SELECT 1 FROM windlass_run h WHERE h.job_id = j.id AND h.job_status IS NOT NULL)")
                        .bind("id", jobId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static boolean isCancelledSo(Handle handle, CancelQueued cancel) {
        return handle.createQuery(
                                "SELECT count(*) FROM windlass_cancelled WHERE job_id = :id AND at = :at AND starts = :starts")
                        .bind("id", cancel.jobId())
                        .bind("at", Micros.of(cancel.at()))
                        .bind("starts", cancel.starts())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void insertCancelled(Handle handle, CancelQueued cancel, Place place) {
        handle.createUpdate(
                        "INSERT INTO windlass_cancelled (job_id, at, created_at, expires_at, attempts, starts, reason)"
                                + " VALUES (:id, :at, :created, :expires, :attempts, :starts, :reason)")
                .bind("id", cancel.jobId())
                .bind("at", Micros.of(cancel.at()))
                .bind("created", place.createdAt())
                .bind("expires", Micros.of(cancel.expiresAt()))
                .bind("attempts", place.attempts())
                .bind("starts", place.starts())
                .bind("reason", Text.cleanOrNull(cancel.reason()))
                .execute();
    }

    private void request(Handle handle, Single<RequestCancel> single, Outcome outcome) {
        RequestCancel request = single.transition();
        long at = Micros.of(request.at());
        Optional<Live> live = running.lock(handle, request.jobId());
        Long asked = live.map(found -> found.place().cancelAt()).orElseGet(() -> askedOfEnded(handle, request.jobId()));
        if (asked != null) {
            if (asked == at) {
                outcome.repeated(single);
            }
        } else if (live.filter(Live::isStarted).isPresent()) {
            handle.createUpdate("UPDATE windlass_running SET cancel_at = :at, cancel_reason = :reason,"
                            + " version = version + 1 WHERE work_id = :id")
                    .bind("id", request.jobId())
                    .bind("at", at)
                    .bind("reason", Text.cleanOrNull(request.reason()))
                    .execute();
            outcome.applied(single);
            outcome.changed(request.jobId());
            outcome.changed(live.get().runId());
            outcome.cancelRequested();
        }
    }

    private static @org.jspecify.annotations.Nullable Long askedOfEnded(Handle handle, UUID jobId) {
        return handle.createQuery("SELECT max(at) FROM ("
                        + "SELECT cancel_at AS at FROM windlass_run WHERE job_id = :id AND cancel_at IS NOT NULL"
                        + " UNION ALL SELECT at FROM windlass_cancelled WHERE job_id = :id) a")
                .bind("id", jobId)
                .map(rows -> Optional.ofNullable(Get.longOrNull(rows, 1)))
                .one()
                .orElse(null);
    }

    private void move(Handle handle, Single<Move> single, Outcome outcome) {
        Move move = single.transition();
        Place place = waiting.lock(handle, move.jobId()).orElse(null);
        if (place == null) {
            return;
        }
        LaneTable.Lane lane = lanes.byId(place.lane());
        if (lane.priority() == move.expectedPriority() && place.dueAt() == Micros.of(move.expectedDueAt())) {
            if (!lanes.prepare(lane.queue(), lane.type(), move.priority())) {
                return;
            }
            int target = lanes.idOf(lane.queue(), lane.type(), move.priority());
            move(handle, move, place, place.at(target, Micros.of(move.dueAt())));
            outcome.applied(single);
            outcome.changed(move.jobId());
            outcome.workAdded();
        } else if (lane.priority() == move.priority()
                && place.dueAt() == Micros.of(move.dueAt())
                && isDelayed(handle, move.jobId()) == move.delayed()) {
            outcome.repeated(single);
        }
    }

    private void move(Handle handle, Move move, Place from, Place to) {
        waiting.delete(handle, from);
        handle.createUpdate("UPDATE windlass_job SET lane = :lane, due_at = :due, delayed = :delayed, moved_at = :at"
                        + " WHERE id = :id")
                .bind("lane", to.lane())
                .bind("due", to.dueAt())
                .bind("delayed", move.delayed())
                .bind("at", Micros.of(move.at()))
                .bind("id", move.jobId())
                .execute();
        waiting.insert(handle, List.of(to));
    }

    private static boolean isDelayed(Handle handle, UUID jobId) {
        return handle.createQuery("SELECT delayed FROM windlass_job WHERE id = :id")
                .bind("id", jobId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
