package dev.windlass.webhook;

import static dev.windlass.webhook.Samples.JOB;
import static dev.windlass.webhook.Samples.T0;
import static dev.windlass.webhook.Samples.job;
import static dev.windlass.webhook.Samples.run;
import static dev.windlass.webhook.Samples.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Callback.Scope;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.RunStatus;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes events and looks into them. */
abstract class EventCase {

    static final ObjectMapper MAPPER = new ObjectMapper();
    static final int SENT_AT_SUBMIT = StateWebhooks.QUEUED;
    static final int INLINE = 100;
    static final Supplier<Map<String, byte[]>> NONE = Map::of;

    final EventFactory events = new EventFactory(UUID::randomUUID, INLINE, URI.create("https://windlass.example"));

    List<EventDraft> finished(Job job, RunStatus status, int sent) {
        return events.finished(job, run(JOB, status, List.of()), 1, sent, NONE);
    }

    static Job running(@Nullable Scope scope) {
        return job(spec(scope), JobStatus.RUNNING, 1, 1);
    }

    static Job loading() {
        return running(Scope.STATES);
    }

    static JobRun loadingRun() {
        JobRun run = run(JOB, RunStatus.RUNNING, List.of());
        return new JobRun(
                run.id(),
                run.jobId(),
                run.jobType(),
                run.trigger(),
                1,
                RunStatus.RUNNING,
                Phase.LOADING,
                null,
                null,
                1,
                T0,
                T0,
                null,
                null,
                run.progress(),
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    static ArtifactInfo artifact(String name, long size) {
        return new ArtifactInfo(name, "text/plain; charset=utf-8", size, "0".repeat(64));
    }

    static List<EventDraft> toUrl(List<EventDraft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.audience() instanceof Audience.Url)
                .toList();
    }

    static List<EventDraft> subscribers(List<EventDraft> drafts) {
        return drafts.stream()
                .filter(draft -> draft.audience().equals(new Audience.Subscribers(Profile.CONTRACT)))
                .toList();
    }

    static List<String> types(List<EventDraft> drafts) {
        return drafts.stream().map(EventDraft::type).toList();
    }

    static List<String> words(List<EventDraft> drafts) throws IOException {
        return texts(drafts, "status");
    }

    static List<String> states(List<EventDraft> drafts) throws IOException {
        return texts(drafts, "state");
    }

    static List<String> texts(List<EventDraft> drafts, String member) throws IOException {
        List<String> texts = new ArrayList<>();
        for (EventDraft draft : drafts) {
            texts.add(body(draft).get(member).textValue());
        }
        return texts;
    }

    static JsonNode body(EventDraft draft) throws IOException {
        return MAPPER.readTree(draft.body().get());
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
