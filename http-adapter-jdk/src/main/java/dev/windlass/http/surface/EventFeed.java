package dev.windlass.http.surface;

import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.EventSource;
import dev.windlass.http.rest.ServerEvent;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunStatus;
import dev.windlass.job.TransitionListener;
import dev.windlass.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The transitions that this node made, for {@code GET /api/events}. Keeps the last ones, so that a client that comes back misses none; one
 * that has been away for longer is told so by an event {@code reset} and lists anew. Register it with the scheduler's builder. Thread-safe.
 */
public final class EventFeed implements TransitionListener {

    private static final int KEPT = 2_000;

    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private final Deque<Told> kept = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicBoolean pumping = new AtomicBoolean();
    private long last;
    private volatile Executor executor = Runnable::run;

    private record Told(long number, ServerEvent event) {}

    /** Where readers are served, so that whoever commits is not held up by how many they are. */
    void serveOn(Executor readersExecutor) {
        executor = readersExecutor;
    }

    @Override
    public void jobChanged(UUID jobId, String jobType, @Nullable JobStatus from, JobStatus to, Instant at) {
        add("job." + to.name().toLowerCase(Locale.ROOT), jobId, null, jobType, to.name(), at);
    }

    @Override
    public void runChanged(
            UUID runId, @Nullable UUID jobId, String jobType, @Nullable RunStatus from, RunStatus to, Instant at) {
        add("job.run." + to.name().toLowerCase(Locale.ROOT), jobId, runId, jobType, to.name(), at);
    }

    private void add(
            String event, @Nullable UUID jobId, @Nullable UUID runId, String jobType, String status, Instant at) {
        byte[] data = JsonOut.object(out -> out.text("event", event)
                .instant("timestamp", at)
                .id("job_id", "job", jobId)
                .id("run_id", "run", runId)
                .text("job_type", jobType)
                .text("status", status));
        boolean heard;
        synchronized (this) {
            last++;
            kept.addLast(new Told(last, new ServerEvent(id(last), event, new String(data, StandardCharsets.UTF_8))));
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            heard = !readers.isEmpty();
        }
        if (heard && pumping.compareAndSet(false, true)) {
            executor.execute(this::pump);
        }
    }

    private String id(long number) {
        return epoch + "-" + number;
    }

    private void pump() {
        pumping.set(false);
        List<Reader> all;
        synchronized (this) {
            all = List.copyOf(readers);
        }
        all.forEach(Reader::catchUp);
    }

    /** A stream from after this event on; from now on when it is null. */
    EventSource from(@Nullable String lastEventId) {
        return sink -> {
            Reader reader = new Reader(sink, position(lastEventId));
            synchronized (this) {
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
    private synchronized long position(@Nullable String lastEventId) {
        if (lastEventId == null) {
            return last;
        }
        String number = lastEventId.startsWith(epoch + "-") ? lastEventId.substring(epoch.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Math.min(last, Long.parseLong(number)) : -1;
    }

    private synchronized Deque<Told> after(long position) {
        Told oldest = kept.peekFirst();
        boolean lost = position < 0 || (oldest != null && oldest.number() > position + 1);
        Deque<Told> told = new ArrayDeque<>();
        if (lost) {
            told.add(new Told(last, new ServerEvent(id(last), "reset", "{}")));
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

    private final class Reader {

        private final EventSink sink;
        private long position;

        Reader(EventSink sink, long position) {
            this.sink = sink;
            this.position = position;
        }

        synchronized void catchUp() {
            for (Told told : after(position)) {
                position = told.number();
                if (!sink.send(told.event())) {
                    return;
                }
            }
        }
    }
}
