package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import dev.windlass.store.memory.JobEntry.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiting jobs: the ready ones in a lane per queue and type, the others by the time that they wake. Jobs become ready when somebody
 * looks and their time has come.
 */
final class QueueIndex {

    /** Empty lanes are kept up to this number, so that a queue that runs dry with every job does not make a new one for the next. */
    private static final int SPARE_LANES = 64;

    private final Map<String, Map<String, Lane>> lanesByType = new HashMap<>();
    private int laneCount;
    private int ready;

    private final SortedBlocks<JobEntry> delayed = new SortedBlocks<>(Sorting.WAKE);
    private final SortedBlocks<JobEntry> delayedByPlace = new SortedBlocks<>(Sorting.PLACE);

    private final Set<String> pausedQueues = new HashSet<>();
    private boolean allPaused;

    /** @throws IllegalArgumentException when there is no such priority; otherwise it would break a lane half-way */
    static void checkPriority(int priority) {
        if (priority < JobSpec.LOWEST_PRIORITY || priority > JobSpec.HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority must be between 0 and 9, but is " + priority);
        }
    }

    /** Puts a job where it belongs at this time. */
    void add(JobEntry job, Instant now) {
        if (job.wakeAt().isAfter(now)) {
            job.place = Place.DELAYED;
            delayed.add(job);
            delayedByPlace.add(job);
        } else {
            makeReady(job);
        }
    }

    private void makeReady(JobEntry job) {
        job.place = Place.READY;
        laneFor(job).add(job);
        ready++;
    }

    /** Takes out a job that waits here. */
    void remove(JobEntry job) {
        if (job.place == Place.DELAYED) {
            delayed.remove(job);
            delayedByPlace.remove(job);
            return;
        }
        Lane lane = laneFor(job);
        if (!lane.remove(job)) {
            throw new IllegalStateException("Job " + job.id() + " is not where it should be");
        }
        ready--;
        dropIfEmpty(lane);
    }

    /** Makes those ready whose time has come. Each job goes this way at most once per attempt, so a claim pays for it but once. @return whether there were any */
    boolean promote(Instant now) {
        int before = ready;
        while (!delayed.isEmpty() && !delayed.first().wakeAt().isAfter(now)) {
            JobEntry job = delayed.pollFirst();
            delayedByPlace.remove(job);
            makeReady(job);
        }
        return ready > before;
    }

    private Lane laneFor(JobEntry job) {
        String type = job.spec().type();
        String queue = job.spec().queue();
        Map<String, Lane> lanes = lanesByType.get(type);
        if (lanes == null) {
            lanes = new LinkedHashMap<>();
            lanesByType.put(type, lanes);
        }
        Lane lane = lanes.get(queue);
        if (lane == null) {
            lane = new Lane(queue, type);
            lanes.put(queue, lane);
            laneCount++;
        }
        return lane;
    }

    /** One job of this lane was taken by {@link Picker}. */
    void taken(Lane lane) {
        ready--;
        dropIfEmpty(lane);
    }

    private void dropIfEmpty(Lane lane) {
        if (!lane.isEmpty() || laneCount <= SPARE_LANES) {
            return;
        }
        Map<String, Lane> lanes = lanesByType.get(lane.type);
        if (lanes != null && lanes.remove(lane.queue, lane)) {
            laneCount--;
            if (lanes.isEmpty()) {
                lanesByType.remove(lane.type);
            }
        }
    }

    /** The lanes of these types that have ready jobs in queues that are not paused. */
    List<Lane> open(Set<String> types) {
        List<Lane> open = new ArrayList<>(2);
        for (String type : types) {
            Map<String, Lane> lanes = lanesByType.get(type);
            if (lanes == null) {
                continue;
            }
            for (Lane lane : lanes.values()) {
                if (!lane.isEmpty() && !isPaused(lane.queue)) {
                    open.add(lane);
                }
            }
        }
        return open;
    }

    Set<String> types() {
        return lanesByType.keySet();
    }

    /** All sorted runs of waiting jobs, each in dispatch order, paused or not. */
    List<SortedBlocks<JobEntry>> allInDispatchOrder() {
        List<SortedBlocks<JobEntry>> all = new ArrayList<>();
        for (Map<String, Lane> lanes : lanesByType.values()) {
            for (Lane lane : lanes.values()) {
                all.addAll(lane.levels());
            }
        }
        all.add(delayedByPlace);
        return all;
    }

    boolean isPaused(String queue) {
        return allPaused || pausedQueues.contains(queue);
    }

    void setPaused(@Nullable String queue, boolean paused) {
        if (queue == null) {
            allPaused = paused;
        } else if (paused) {
            pausedQueues.add(queue);
        } else {
            pausedQueues.remove(queue);
        }
    }

    boolean isAllPaused() {
        return allPaused;
    }

    Set<String> pausedQueues() {
        return pausedQueues;
    }

    int waiting() {
        return ready + delayed.size();
    }

    int ready() {
        return ready;
    }

    int delayed() {
        return delayed.size();
    }

    /** When the next delayed job wakes; null when none is delayed. */
    @Nullable
    Instant nextWake() {
        return delayed.isEmpty() ? null : delayed.first().wakeAt();
    }

    @Nullable
    Instant oldestDueAt() {
        Instant oldest = null;
        for (Map<String, Lane> lanes : lanesByType.values()) {
            for (Lane lane : lanes.values()) {
                oldest = Lane.earlier(oldest, lane.oldestDueAt());
            }
        }
        return oldest;
    }
}
