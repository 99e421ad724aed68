package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.ServerEvent;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the feed makes of hints that other nodes changed something. The scheduler does not know the feed: all of its jobs are others'. */
class EventFeedTest {

    private final MemoryJobStore store = new MemoryJobStore();
    private final EventFeed feed = new EventFeed();
    private final Reader reader = new Reader();
    private JobScheduler scheduler;

    @BeforeEach
    void start() {
        scheduler = JobScheduler.builder(store)
                .register(JobType.of("noop", Json.class, (params, context) -> RunResult.completed()))
                .build();
        feed.serve(Runnable::run, scheduler);
    }

    @AfterEach
    void stop() {
        scheduler.close();
        store.close();
    }

    private static final class Reader implements EventSink {
        final List<ServerEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public boolean send(ServerEvent event) {
            return events.add(event);
        }

        @Override
        public void end() {}

        List<String> names() {
            return events.stream()
                    .map(ServerEvent::event)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private Job submit() {
        return scheduler.jobs().submit(JobRequest.builder().type("noop").build());
    }

    private void read(@Nullable String lastEventId) {
        feed.log().from(lastEventId).open(reader);
    }

    @Test
    void eachStateIsToldOnceHoweverOftenItIsHintedAt() {
        read(null);
        Job job = submit();
        feed.changedElsewhere(List.of(job.id()));
        feed.changedElsewhere(List.of(job.id(), UUID.randomUUID()));
        scheduler.jobs().cancel(job.id(), null);
        feed.changedElsewhere(List.of(job.id()));
        assertThat(reader.names()).containsExactly("job.queued", "job.cancelled");
        assertThat(reader.events.get(2).data()).contains("\"status\":\"CANCELLED\"");
    }

    @Test
    void whoReadsFromNowOnIsToldWhereThatIsAndComesBackToIt() {
        read(null);
        ServerEvent place = reader.events.get(0);
        assertThat(place).isEqualTo(new ServerEvent(feed.log().lastId(), null, null));
        Job job = submit();
        feed.changedElsewhere(List.of(job.id()));
        Reader back = new Reader();
        feed.log().from(place.id()).open(back);
        assertThat(back.names()).containsExactly("job.queued");
    }

    @Test
    void whatCannotBeLookedUpIsOneResetASecondAndNeverForgotten() {
        read(null);
        feed.changedElsewhere(List.of());
        feed.changedElsewhere(List.of());
        feed.changedElsewhere(Stream.generate(UUID::randomUUID).limit(10_000).toList());
        assertThat(reader.names()).containsExactly("reset");
        await().untilAsserted(() -> assertThat(reader.names()).containsExactly("reset", "reset"));
        Job job = submit();
        feed.changedElsewhere(List.of(job.id()));
        assertThat(reader.names()).endsWith("job.queued");
    }

    @Test
    void whoReadsAfterChangesThatNobodyLookedUpBeginsAnew() {
        feed.jobChanged(
                UUID.randomUUID(),
                "noop",
                null,
                JobStatus.QUEUED,
                scheduler.clock().instant());
        Job job = submit();
        String before = feed.log().lastId();
        feed.changedElsewhere(List.of(job.id()));
        read(before);
        assertThat(reader.names()).containsExactly("reset");
        Reader fresh = new Reader();
        feed.log().from(null).open(fresh);
        feed.changedElsewhere(List.of(job.id()));
        assertThat(fresh.names()).containsExactly("job.queued");
    }
}
