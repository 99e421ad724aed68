package dev.windlass.internal;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is told of each job in the order of its commits, though different threads commit them, and come to tell of them when they
 * are scheduled. A turn is taken before the commit: of two transitions of a job, the later one is asked for by somebody who has seen the
 * earlier one committed, so that turns are in the order of commits. Nobody waits: what is told before its turn is left to whoever ends
 * the turn before it. No lock is held while something is told. Thread-safe.
 */
final class Turns {

    /** For what has no order to keep: is told at once. */
    static final Turn NONE = new Turn(null);

    private final Map<UUID, Line> lines = new ConcurrentHashMap<>();

    /** Takes the next turn of this job; {@link Turn#tell} or {@link Turn#pass} must follow. */
    Turn take(UUID job) {
        while (true) {
            Line line = lines.computeIfAbsent(job, Line::new);
            Turn turn = new Turn(line);
            if (line.add(turn)) {
                return turn;
            }
        }
    }

    /** How many jobs have turns that are not over. */
    int size() {
        return lines.size();
    }

    /** The right to tell of one transition. */
    static final class Turn {

        private final @Nullable Line line;
        private @Nullable Runnable news;
        private @Nullable Turn next;

        private Turn(@Nullable Line line) {
            this.line = line;
        }

        /** The transition is committed. @param what tells of it: at once, or as soon as all turns before are over; must not throw */
        void tell(Runnable what) {
            if (line == null) {
                what.run();
            } else {
                line.end(this, what);
            }
        }

        /** The transition did not happen. Does nothing after {@link #tell}. */
        void pass() {
            if (line != null) {
                line.end(this, Turn::nothing);
            }
        }

        private static void nothing() {}
    }

    /** The turns of a job that are not over: a chain, since hardly ever there is more than one. */
    private final class Line {

        private final UUID job;
        private @Nullable Turn first;
        private @Nullable Turn last;
        private boolean telling;
        private boolean closed;

        Line(UUID job) {
            this.job = job;
        }

        /** @return false when it is closed: then the job needs another */
        synchronized boolean add(Turn turn) {
            if (closed) {
                return false;
            }
            if (last == null) {
                first = turn;
            } else {
                last.next = turn;
            }
            last = turn;
            return true;
        }

        void end(Turn turn, Runnable news) {
            for (Runnable next = begin(turn, news); next != null; next = next()) {
                next.run();
            }
        }

        /** @return what the caller is to tell first; null when there is nothing yet, or somebody else is telling, who will see this too */
        private synchronized @Nullable Runnable begin(Turn turn, Runnable news) {
            if (turn.news != null) {
                return null;
            }
            turn.news = news;
            return telling ? null : next();
        }

        private synchronized @Nullable Runnable next() {
            Turn turn = first;
            if (turn == null) {
                telling = false;
                closed = true;
                lines.remove(job, this);
                return null;
            }
            telling = turn.news != null;
            if (telling) {
                first = turn.next;
                last = first == null ? null : last;
            }
            return turn.news;
        }
    }
}
