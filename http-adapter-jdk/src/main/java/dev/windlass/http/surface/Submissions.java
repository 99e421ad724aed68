package dev.windlass.http.surface;

import dev.windlass.Jobs;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rules.Conditional;
import dev.windlass.http.rules.Prefer;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/** Making and cancelling jobs, the same on every surface but for the face. */
final class Submissions {

    private final Host host;
    private final Jobs jobs;

    Submissions(Host host) {
        this.host = host;
        this.jobs = host.scheduler.jobs();
    }

    /** Submits a job: 202 with its face, or with {@code Prefer: wait} 200 with its end, when that comes in time. */
    ApiResponse submit(ApiRequest request, JobRequest job, Face<Job> face) {
        Duration wait = Prefer.of(request).waitOr(Duration.ZERO);
        Function<UUID, ApiResponse> follow = id -> follow(request, id, face, wait);
        if (wait.isZero()) {
            Function<Job, Answer> accepted = made -> host.jobs.shown(202, face, made);
            return host.idempotency.once(
                    request, key -> jobs.submit(job, key), () -> jobs.submit(job), accepted, follow);
        }
        return host.idempotency.onceAndFollow(
                request, key -> jobs.submit(job, key), () -> jobs.submit(job), Job::id, follow);
    }

    /** Submits a job on a surface where nobody waits for its end, and answers with what {@code render} makes of it. */
    ApiResponse accept(ApiRequest request, JobRequest job, Function<Job, Answer> render) {
        return host.idempotency.once(request, key -> jobs.submit(job, key), () -> jobs.submit(job), render);
    }

    private ApiResponse follow(ApiRequest request, UUID id, Face<Job> face, Duration wait) {
        return host.jobs.ended(id, face, wait, job -> Reads.applied(request, outcome(face, job)));
    }

    private Answer outcome(Face<Job> face, Job job) {
        return face.ended(job)
                ? host.jobs.shown(200, face, job).with("Content-Location", face.location(job))
                : host.jobs.shown(202, face, job);
    }

    /** 200 when it waited, 202 when it ran and was asked to stop, however soon it did. */
    Answer cancel(ApiRequest request, String id, Face<Job> face) {
        JsonObjectReader body = JsonObjectReader.of(request);
        String reason = body.string("reason");
        body.finish();
        Job before = host.jobs.require(id);
        // Not atomic with what follows: a job that changes in between is cancelled all the same.
        Conditional.requireMatch(request, face.tag(before));
        Job after = jobs.cancel(before.id(), reason);
        boolean waited = before.status() != JobStatus.RUNNING && after.status() == JobStatus.CANCELLED;
        return host.jobs.shown(waited ? 200 : 202, face, after);
    }
}
