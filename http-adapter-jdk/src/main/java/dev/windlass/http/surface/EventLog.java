package dev.windlass.http.surface;

import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.EventSource;
import dev.windlass.http.rest.ServerEvent;
import dev.windlass.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The last events, numbered, and who reads them. A client that comes back goes on where it was; one that has been away for too long is
 * told so by an event {@code reset}. Thread-safe.
 */
final class EventLog {

    private static final int KEPT = 2_000;

    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private final Deque<Told> kept = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicBoolean pumping = new AtomicBoolean();
    private long last;
    private long complete;
    private volatile Executor executor = Runnable::run;

    /** What an event says. Rendered when it is read, which mostly is never. */
    record Change(
            String event, @Nullable UUID jobId, @Nullable UUID runId, String jobType, String status, Instant at) {

        UUID id() {
            return runId == null ? Objects.requireNonNull(jobId) : runId;
        }

        private String json() {
            byte[] data = JsonOut.object(out -> out.text("event", event)
                    .instant("timestamp", at)
                    .id("job_id", "job", jobId)
                    .id("run_id", "run", runId)
                    .text("job_type", jobType)
                    .text("status", status));
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    /** @param change null for {@code reset} */
    private record Told(long number, @Nullable Change change) {}

    void serveOn(Executor readersExecutor) {
        executor = readersExecutor;
    }

    synchronized boolean isRead() {
        return !readers.isEmpty();
    }

    void add(Change change) {
        append(change);
    }

    /** Tells all readers that they may have missed something. */
    void reset() {
        append(null);
    }

    /** Something happened that was not noted: who was told of what is before this must begin anew. */
    synchronized void gap() {
        last++;
        complete = last;
        kept.clear();
    }

    private void append(@Nullable Change change) {
        boolean heard;
        synchronized (this) {
            last++;
            kept.addLast(new Told(last, change));
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            heard = !readers.isEmpty();
        }
        if (heard && pumping.compareAndSet(false, true)) {
            executor.execute(this::pump);
        }
    }

    private void pump() {
        pumping.set(false);
        List<Reader> all;
        synchronized (this) {
            all = List.copyOf(readers);
        }
        all.forEach(Reader::catchUp);
    }

    /**
     * A stream from after this event on; from now on when it is null. Then it begins with the place where that is: a client that is cut off
     * before it has heard of anything must not miss what comes before it is back.
     */
    EventSource from(@Nullable String lastEventId) {
        return sink -> {
            Reader reader;
            synchronized (this) {
                reader = new Reader(sink, position(lastEventId), lastEventId != null);
                readers.add(reader);
            }
            reader.catchUp();
            return () -> {
                synchronized (this) {
                    readers.remove(reader);
                }
            };
        };
    }

    /** The number after which to go on; -1 when that is not known any more. */
    private long position(@Nullable String lastEventId) {
        if (lastEventId == null) {
            return last;
        }
        String number = lastEventId.startsWith(epoch + "-") ? lastEventId.substring(epoch.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Math.min(last, Long.parseLong(number)) : -1;
    }

    private synchronized Deque<Told> after(long position) {
        Told oldest = kept.peekFirst();
        boolean lost = position < complete || (oldest != null && oldest.number() > position + 1);
        Deque<Told> told = new ArrayDeque<>();
        if (lost) {
            told.add(new Told(last, null));
            return told;
        }
        for (var newest = kept.descendingIterator(); newest.hasNext(); ) {
            Told next = newest.next();
            if (next.number() <= position) {
                break;
            }
            told.addFirst(next);
        }
        return told;
    }

    /** Of the last event so far. */
    synchronized String lastId() {
        return id(last);
    }

    private String id(long number) {
        return epoch + "-" + number;
    }

    private ServerEvent rendered(Told told) {
        String id = id(told.number());
        Change change = told.change();
        return change == null ? new ServerEvent(id, "reset", "{}") : new ServerEvent(id, change.event(), change.json());
    }

    private final class Reader {

        private final EventSink sink;
        private long position;
        private boolean placed;

        /** @param placed whether the client knows where it is */
        Reader(EventSink sink, long position, boolean placed) {
            this.sink = sink;
            this.position = position;
            this.placed = placed;
        }

        synchronized void catchUp() {
            if (!placed) {
                placed = true;
                sink.send(new ServerEvent(id(position), null, null));
            }
            for (Told told : after(position)) {
                position = told.number();
                if (!sink.send(rendered(told))) {
                    return;
                }
            }
        }
    }
}
