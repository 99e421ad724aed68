package dev.windlass.http.surface;

import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.EventSource;
import dev.windlass.http.rest.ServerEvent;
import dev.windlass.job.Job;
import dev.windlass.job.JobStatus;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One job's changes as server-sent events: the job as it is, then as it is after each change, until its end. Changes that come faster
 * than they are read are told as one; the id of an event is the job's entity tag, so that a client that comes back is told only what it
 * has not seen.
 */
final class JobStream implements EventSource {

    /** A watch cannot be taken back, so one of a client that has gone is bounded. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Host host;
    private final Job first;
    private final @Nullable String lastEventId;

    JobStream(Host host, Job first, @Nullable String lastEventId) {
        this.host = host;
        this.first = first;
        this.lastEventId = lastEventId;
    }

    static String eventId(Job job) {
        return Tags.of('c', job.status(), job).replace("\"", "");
    }

    @Override
    public AutoCloseable open(EventSink sink) {
        Following following = new Following(sink, lastEventId);
        following.tell(first);
        return following;
    }

    private final class Following implements AutoCloseable {

        private final EventSink sink;
        private @Nullable String told;
        private @Nullable JobStatus status;
        private volatile boolean closed;
        private volatile @Nullable CompletableFuture<Job> watch;

        Following(EventSink sink, @Nullable String told) {
            this.sink = sink;
            this.told = told;
        }

        /** Runs on one thread at a time: each watch begins when the one before has been told. */
        void tell(Job job) {
            String id = eventId(job);
            boolean open = id.equals(told) || sink.send(new ServerEvent(id, name(job), data(job)));
            told = id;
            status = job.status();
            if (!open || job.status().isTerminal()) {
                sink.end();
            } else if (!closed) {
                follow(job, id);
            }
        }

        private void follow(Job job, String id) {
            long since = System.nanoTime();
            CompletableFuture<Job> next = host.scheduler
                    .jobs()
                    .watch(job.id(), now -> !eventId(now).equals(id), PATIENCE)
                    .toCompletableFuture();
            watch = next;
            next.whenCompleteAsync(
                    (now, failure) -> {
                        boolean refused = now != null
                                && eventId(now).equals(id)
                                && System.nanoTime() - since < PATIENCE.toNanos() / 2;
                        if (now == null || refused) {
                            // Gone, or too many wait already: the client will come back.
                            sink.end();
                        } else if (!closed) {
                            tell(now);
                        }
                    },
                    host.renderers);
        }

        private String name(Job job) {
            return job.status() == status
                    ? "job.progress"
                    : "job." + job.status().name().toLowerCase(Locale.ROOT);
        }

        private static String data(Job job) {
            return new String(JsonOut.bytes(out -> ContractView.writeJob(out, job)), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            closed = true;
            CompletableFuture<Job> waiting = watch;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }
}
