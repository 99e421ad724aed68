package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events that wait to be told, without jobs that have to be run for them. */
final class HookBacklog {

    private static final int AT_ONCE = 1_000;

    private HookBacklog() {}

    /** As long as that of a usual run object. */
    static byte[] body() {
        return ("{\"event\":\"job.run.completed\",\"text\":\"" + "x".repeat(700) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One event for each of so many origins. */
    static void fillOrigins(JobStore store, int origins) {
        byte[] body = body();
        List<EventDraft> batch = new ArrayList<>();
        for (int i = 0; i < origins; i++) {
            Audience to = new Audience.Url("http://127.0.0.1:" + (10_000 + i) + "/hook", Profile.CALLBACK);
            batch.add(event(UUID.randomUUID(), i, to, body));
        }
        store.submit(List.of(new Submission(List.of(), null, null, null, batch)), Long.MAX_VALUE);
    }

    private static EventDraft event(UUID job, int sequence, Audience to, byte[] body) {
        return new EventDraft(
                UUID.randomUUID(), "job.run.completed", job, null, null, sequence, Instant.now(), to, () -> body);
    }

    /** @param perJob how many events each job has, which must be told one after another */
    static void fill(JobStore store, int events, int perJob) {
        byte[] body = body();
        UUID job = UUID.randomUUID();
        List<EventDraft> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            job = i % perJob == 0 ? UUID.randomUUID() : job;
            batch.add(event(job, i, new Audience.Subscribers(Profile.CONTRACT), body));
            if (batch.size() == AT_ONCE || i == events - 1) {
                store.submit(List.of(new Submission(List.of(), null, null, null, batch)), Long.MAX_VALUE);
                batch.clear();
            }
        }
    }
}
