package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubmitResult.Accepted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Stores what is submitted: a batch in few statements, each submission all or nothing. */
final class Submitter {

    private final JobTable jobs;
    private final WaitingTables waiting;
    private final RunningTable running;
    private final IdempotencyTable keys;
    private final ResourceTable resources;
    private final EventWriter events;

    Submitter(
            JobTable jobs,
            WaitingTables waiting,
            RunningTable running,
            IdempotencyTable keys,
            ResourceTable resources,
            EventWriter events) {
        this.jobs = jobs;
        this.waiting = waiting;
        this.running = running;
        this.keys = keys;
        this.resources = resources;
        this.events = events;
    }

    /**
     * Stores those that can be stored, within the caller's transaction. No two of them share a key or a first id, and one with a
     * resource comes alone, so that a refusal found late can undo it.
     *
     * @param room how many more jobs may wait
     * @return one result for each, in their order
     */
    List<SubmitResult> submit(Handle handle, List<Submission> submissions, long room, Outcome outcome) {
        Set<UUID> stored = stored(handle, submissions);
        Map<IdempotencyTable.Key, StoredReply> replies = keys.find(handle, keysOf(submissions));
        List<SubmitResult> results = new ArrayList<>(submissions.size());
        List<Submission> accepted = new ArrayList<>(submissions.size());
        long left = room;
        for (Submission submission : submissions) {
            SubmitResult result = check(handle, submission, stored, replies, left);
            results.add(result);
            if (result instanceof Accepted && !isStored(submission, stored)) {
                accepted.add(submission);
                left -= submission.jobs().size();
            }
        }
        keep(handle, accepted, outcome);
        return results;
    }

    private SubmitResult check(
            Handle handle,
            Submission submission,
            Set<UUID> stored,
            Map<IdempotencyTable.Key, StoredReply> replies,
            long room) {
        if (isStored(submission, stored)) {
            return Accepted.INSTANCE;
        }
        IdempotencyRecord record = submission.idempotency();
        StoredReply reply = record == null ? null : replies.get(IdempotencyTable.Key.of(record));
        if (reply != null) {
            return new SubmitResult.Replayed(reply);
        }
        if (!submission.jobs().isEmpty() && submission.jobs().size() > room) {
            return SubmitResult.QueueFull.INSTANCE;
        }
        String conflict = submission.resource() == null
                ? null
                : resources.conflict(handle, submission.resource()).orElse(null);
        return conflict != null ? new SubmitResult.Conflict(conflict) : invalid(submission.jobs());
    }

    private static SubmitResult invalid(List<JobSpec> specs) {
        Set<UUID> seen = new HashSet<>();
        for (JobSpec job : specs) {
            if (job.priority() < JobSpec.LOWEST_PRIORITY || job.priority() > JobSpec.HIGHEST_PRIORITY) {
                return new SubmitResult.Invalid("priority must be between 0 and 9, but is " + job.priority());
            }
            if (!seen.add(job.id())) {
                return new SubmitResult.Invalid("The id of job " + job.id() + " is taken");
            }
        }
        return Accepted.INSTANCE;
    }

    private Set<UUID> stored(Handle handle, List<Submission> submissions) {
        List<UUID> firstJobs = new ArrayList<>(submissions.size());
        Map<UUID, Submission> others = new HashMap<>();
        for (Submission submission : submissions) {
            if (!submission.jobs().isEmpty()) {
                firstJobs.add(submission.jobs().get(0).id());
            } else if (submission.direct() != null || submission.resource() != null) {
                others.put(firstId(submission), submission);
            }
        }
        Set<UUID> stored = new HashSet<>(jobs.existing(handle, firstJobs));
        others.forEach((id, submission) -> {
            if (submission.direct() == null ? resources.exists(handle, id) : isRun(handle, id)) {
                stored.add(id);
            }
        });
        return stored;
    }

    private static boolean isRun(Handle handle, UUID id) {
        return handle.createQuery("SELECT (SELECT count(*) FROM windlass_running WHERE work_id = :id)"
                                + " + (SELECT count(*) FROM windlass_run WHERE id = :id)")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static boolean isStored(Submission submission, Set<UUID> stored) {
        return stored.contains(firstId(submission));
    }

    /** The id that tells whether a submission is stored; a made-up one when it has none. */
    static UUID firstId(Submission submission) {
        if (!submission.jobs().isEmpty()) {
            return submission.jobs().get(0).id();
        } else if (submission.direct() != null) {
            return submission.direct().id();
        }
        return submission.resource() == null
                ? new UUID(0, 0)
                : submission.resource().id();
    }

    private static Set<IdempotencyTable.Key> keysOf(List<Submission> submissions) {
        Set<IdempotencyTable.Key> keys = new HashSet<>();
        for (Submission submission : submissions) {
            if (submission.idempotency() != null) {
                keys.add(IdempotencyTable.Key.of(submission.idempotency()));
            }
        }
        return keys;
    }

    private void keep(Handle handle, List<Submission> accepted, Outcome outcome) {
        List<JobSpec> specs = new ArrayList<>(accepted.size());
        List<List<EventDraft>> drafts = new ArrayList<>();
        List<IdempotencyRecord> records = new ArrayList<>();
        for (Submission submission : accepted) {
            specs.addAll(submission.jobs());
            drafts.add(submission.events());
            if (submission.idempotency() != null) {
                records.add(submission.idempotency());
            }
            if (submission.resource() != null) {
                resources.insert(handle, submission.resource());
            }
            keepDirect(handle, submission.direct());
        }
        keys.insert(handle, records);
        queue(handle, specs, outcome);
        outcome.deliveriesMade(events.write(handle, drafts));
    }

    private void keepDirect(Handle handle, @org.jspecify.annotations.Nullable JobRun direct) {
        if (direct != null) {
            running.insertDirect(handle, direct);
        }
    }

    /** Puts new jobs into the queue. */
    void queue(Handle handle, List<JobSpec> specs, Outcome outcome) {
        if (specs.isEmpty()) {
            return;
        }
        List<Place> places = jobs.insert(handle, specs);
        List<Place> now = new ArrayList<>();
        List<Place> delayed = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            (specs.get(i).delayed() ? delayed : now).add(places.get(i));
        }
        // Its due time is that of its submission, which by this clock may be a moment ahead: it waits for nothing.
        waiting.insertReady(handle, now);
        waiting.insert(handle, delayed);
        specs.forEach(job -> outcome.changed(job.id()));
        outcome.workAdded();
    }

    /** Whether the failure is a duplicate, for example a key that another transaction stored just now. */
    static boolean isDuplicate(StoreException failure) {
        return Failures.isBadData(failure)
                && "23505".equals(Failures.state(java.util.Objects.requireNonNull(Failures.sqlException(failure))));
    }
}
