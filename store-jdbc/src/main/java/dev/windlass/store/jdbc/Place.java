package dev.windlass.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A waiting job as the queue's tables carry it. Times in microseconds.
 *
 * @param dueAt with {@code lane} and {@code jobId} its place in the queue, which it keeps over all attempts
 * @param fence of its last claim, 0 before the first; tells a repeated release from a late one
 * @param attempts executions that count so far
 * @param notBefore when its next attempt is due; null before the first and when due at once
 * @param cancelAt when somebody asked to cancel it, in an attempt that was repeated all the same; null when nobody did
 * @param cancelReason what they said; null when nothing
 */
record Place(
        UUID jobId,
        int lane,
        long dueAt,
        long createdAt,
        long fence,
        int attempts,
        int starts,
        int lostStarts,
        int statesSent,
        @Nullable Long notBefore,
        @Nullable Long cancelAt,
        @Nullable String cancelReason) {

    /** What {@link #read} reads, in its order. */
    static final String COLUMNS =
            "job_id, lane, due_at, created_at, fence, attempts, starts, lost_starts, states_sent, not_before,"
                    + " cancel_at, cancel_reason";

    static final int WIDTH = 12;

    static Place read(ResultSet rows, int first) throws SQLException {
        return new Place(
                Get.id(rows, first),
                rows.getInt(first + 1),
                rows.getLong(first + 2),
                rows.getLong(first + 3),
                rows.getLong(first + 4),
                rows.getInt(first + 5),
                rows.getInt(first + 6),
                rows.getInt(first + 7),
                rows.getInt(first + 8),
                Get.longOrNull(rows, first + 9),
                Get.longOrNull(rows, first + 10),
                rows.getString(first + 11));
    }

    long wakeAt() {
        return notBefore == null ? dueAt : Math.max(notBefore, dueAt);
    }

    /** The same job after it was claimed once more. */
    Place claimed(long newFence) {
        return new Place(
                jobId,
                lane,
                dueAt,
                createdAt,
                newFence,
                attempts,
                starts + 1,
                lostStarts,
                statesSent,
                notBefore,
                cancelAt,
                cancelReason);
    }

    Place at(int newLane, long newDueAt) {
        return new Place(
                jobId,
                newLane,
                newDueAt,
                createdAt,
                fence,
                attempts,
                starts,
                lostStarts,
                statesSent,
                notBefore,
                cancelAt,
                cancelReason);
    }

    /** The same job after an attempt that is to be repeated. */
    Place requeued(int newAttempts, int newStatesSent, @Nullable Long newNotBefore) {
        return new Place(
                jobId,
                lane,
                dueAt,
                createdAt,
                fence,
                newAttempts,
                starts,
                lostStarts,
                newStatesSent,
                newNotBefore,
                cancelAt,
                cancelReason);
    }

    /** The same job after it came back unstarted. */
    Place released(boolean lost) {
        return new Place(
                jobId,
                lane,
                dueAt,
                createdAt,
                fence,
                attempts,
                starts,
                lostStarts + (lost ? 1 : 0),
                statesSent,
                notBefore,
                cancelAt,
                cancelReason);
    }
}
