package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Resource;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores what is submitted, all of it or nothing. */
final class Submissions {

    private final Tables tables;

    Submissions(Tables tables) {
        this.tables = tables;
    }

    SubmitResult submit(Submission submission, long maxQueued) {
        if (isRepeated(submission)) {
            return SubmitResult.Accepted.INSTANCE;
        }
        Instant now = tables.now();
        SubmitResult refusal = refusal(submission, maxQueued, now);
        if (refusal != null) {
            return refusal;
        }
        tables.tell(submission.events());
        keep(submission, now);
        return SubmitResult.Accepted.INSTANCE;
    }

    /** A call whose answer was lost; looked for before its key, which would lead it to itself. */
    private boolean isRepeated(Submission submission) {
        JobRun direct = submission.direct();
        Resource resource = submission.resource();
        return (!submission.jobs().isEmpty()
                        && tables.jobs.contains(submission.jobs().get(0).id()))
                || (direct != null && tables.runs.contains(direct.id()))
                || (resource != null && tables.resources.find(resource.getClass(), resource.id()) != null);
    }

    private @Nullable SubmitResult refusal(Submission submission, long maxQueued, Instant now) {
        IdempotencyRecord key = submission.idempotency();
        StoredReply reply = key == null ? null : tables.keys.find(key.scope(), key.key(), now);
        if (reply != null) {
            return new SubmitResult.Replayed(reply);
        }
        List<JobSpec> jobs = submission.jobs();
        if (!jobs.isEmpty() && tables.queue.waiting() + (long) jobs.size() > maxQueued) {
            return SubmitResult.QueueFull.INSTANCE;
        }
        Resource resource = submission.resource();
        String conflict = resource == null ? null : tables.resources.conflict(resource);
        return conflict != null ? new SubmitResult.Conflict(conflict) : invalid(jobs);
    }

    private SubmitResult.@Nullable Invalid invalid(List<JobSpec> jobs) {
        Set<UUID> seen = jobs.size() > 1 ? new HashSet<>() : Set.of();
        for (JobSpec job : jobs) {
            if (job.priority() < JobSpec.LOWEST_PRIORITY || job.priority() > JobSpec.HIGHEST_PRIORITY) {
                return new SubmitResult.Invalid("priority must be between 0 and 9, but is " + job.priority());
            }
            if (jobs.size() > 1 && (!seen.add(job.id()) || tables.jobs.contains(job.id()))) {
                return new SubmitResult.Invalid("The id of job " + job.id() + " is taken");
            }
        }
        return null;
    }

    private void keep(Submission submission, Instant now) {
        for (JobSpec spec : submission.jobs()) {
            JobEntry job = tables.jobs.add(spec);
            tables.queue.add(job, now);
            tables.changed(job);
            tables.signals.workAvailable();
        }
        JobRun direct = submission.direct();
        if (direct != null) {
            LiveRun run = new LiveRun(direct, tables.nodes.acceptor(direct.nodeId(), direct.node(), now));
            tables.runs.add(run);
            tables.changed(run);
        }
        if (submission.resource() != null) {
            tables.resources.put(submission.resource());
        }
        if (submission.idempotency() != null) {
            tables.keys.put(submission.idempotency());
        }
    }
}
