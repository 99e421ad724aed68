package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.QueueStore;
import dev.windlass.spi.QueueStore.Taken;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.store.jdbc.Claimer.Take;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Arranges submissions into transactions: those that cannot meet in one, and those whose data is refused, get their own. */
final class Submissions {

    private static final int DUPLICATE_TRIES = 5;

    private record Indexed(int index, Submission submission) {}

    private final Database database;
    private final QuickSubmissions quick;
    private final Submitter submitter;
    private final Claimer claimer;
    private final DelayedJobs delayed;
    private final LaneTable lanes;
    private final QueueGauge gauge;
    private final Signals signals;
    private final CommitWatch commits;

    Submissions(
            Database database,
            QuickSubmissions quick,
            Submitter submitter,
            Claimer claimer,
            DelayedJobs delayed,
            LaneTable lanes,
            QueueGauge gauge,
            Signals signals,
            CommitWatch commits) {
        this.database = database;
        this.quick = quick;
        this.submitter = submitter;
        this.claimer = claimer;
        this.delayed = delayed;
        this.lanes = lanes;
        this.gauge = gauge;
        this.signals = signals;
        this.commits = commits;
    }

    List<SubmitResult> submit(List<Submission> submissions, long maxQueued) {
        @Nullable SubmitResult[] results = new SubmitResult[submissions.size()];
        List<Indexed> rest = new ArrayList<>(submissions.size());
        for (int i = 0; i < submissions.size(); i++) {
            if (prepareLanes(submissions.get(i))) {
                rest.add(new Indexed(i, submissions.get(i)));
            } else {
                results[i] = SubmitResult.QueueFull.INSTANCE;
            }
        }
        while (!rest.isEmpty()) {
            List<Indexed> together = takeTogether(rest);
            List<SubmitResult> some =
                    store(together.stream().map(Indexed::submission).toList(), maxQueued, 1);
            for (int i = 0; i < some.size(); i++) {
                results[together.get(i).index] = some.get(i);
            }
        }
        return Arrays.stream(results).map(Objects::requireNonNull).toList();
    }

    /** As {@link QueueStore#submitAndClaim}. */
    @Nullable
    Taken submitAndClaim(List<Submission> submissions, long maxQueued, ClaimRequest request) {
        if (!(claimer instanceof PostgresClaimer postgres) || !delayed.isAsleep()) {
            return null;
        }
        if (!submissions.stream().allMatch(this::prepareLanes)) {
            return null;
        }
        long jobs = submissions.stream().mapToLong(one -> one.jobs().size()).sum();
        boolean fits = gauge.reserve(maxQueued, jobs) >= jobs;
        Take take = null;
        try {
            take = fits ? quick.storeAndClaim(submissions, postgres, request) : null;
        } finally {
            gauge.release(jobs, take == null ? 0 : jobs);
        }
        if (take == null) {
            return null;
        }
        tell(submissions, take);
        return new Taken(
                Collections.nCopies(submissions.size(), SubmitResult.Accepted.INSTANCE), postgres.taken(request, take));
    }

    /** Others need to hear of a job only when this node has not taken it, but one that was there before. */
    private void tell(List<Submission> submissions, Take take) {
        Outcome outcome = new Outcome(0);
        List<UUID> stored = submissions.stream()
                .flatMap(one -> one.jobs().stream().map(JobSpec::id))
                .toList();
        stored.forEach(outcome::changed);
        if (!take.hasAll(stored)) {
            outcome.workAdded();
        }
        outcome.tell(signals);
    }

    /** Takes from the front what can share a transaction: nothing that depends on another of them, a resource only alone. */
    private static List<Indexed> takeTogether(List<Indexed> rest) {
        Set<Object> met = new HashSet<>();
        List<Indexed> together = new ArrayList<>(rest.size());
        for (Indexed next : rest) {
            boolean alone = next.submission.resource() != null;
            if ((alone && !together.isEmpty()) || !meet(met, next.submission)) {
                break;
            }
            together.add(next);
            if (alone) {
                break;
            }
        }
        rest.subList(0, together.size()).clear();
        return together;
    }

    private static boolean meet(Set<Object> met, Submission submission) {
        UUID first = Submitter.firstId(submission);
        boolean fresh = met.add(first);
        return submission.idempotency() == null
                ? fresh
                : fresh & met.add(IdempotencyTable.Key.of(submission.idempotency()));
    }

    private List<SubmitResult> store(List<Submission> submissions, long maxQueued, int attempt) {
        try {
            return storeTogether(submissions, maxQueued);
        } catch (StoreException e) {
            if (Submitter.isDuplicate(e) && attempt < DUPLICATE_TRIES) {
                database.collisions().pause(attempt);
                return store(submissions, maxQueued, attempt + 1);
            } else if (!Failures.isBadData(e)) {
                throw e;
            }
            return submissions.size() == 1
                    ? List.of(new SubmitResult.Invalid(Failures.firstLine(e.getMessage())))
                    : storeApart(submissions, maxQueued);
        }
    }

    private List<SubmitResult> storeApart(List<Submission> submissions, long maxQueued) {
        int middle = submissions.size() / 2;
        List<SubmitResult> results = new ArrayList<>(store(submissions.subList(0, middle), maxQueued, DUPLICATE_TRIES));
        results.addAll(store(submissions.subList(middle, submissions.size()), maxQueued, DUPLICATE_TRIES));
        return results;
    }

    private List<SubmitResult> storeTogether(List<Submission> submissions, long maxQueued) {
        long jobs = submissions.stream().mapToLong(one -> one.jobs().size()).sum();
        long room = gauge.reserve(maxQueued, jobs);
        long added = 0;
        try {
            Outcome outcome = new Outcome(0);
            List<SubmitResult> results = store(submissions, jobs, room, outcome);
            for (int i = 0; i < submissions.size(); i++) {
                added += results.get(i) instanceof SubmitResult.Accepted
                        ? submissions.get(i).jobs().size()
                        : 0;
            }
            outcome.tell(signals);
            return results;
        } finally {
            gauge.release(jobs, added);
        }
    }

    private List<SubmitResult> store(List<Submission> submissions, long jobs, long room, Outcome outcome) {
        if (jobs <= room && quick.store(submissions)) {
            submissions.forEach(one -> one.jobs().forEach(job -> outcome.changed(job.id())));
            outcome.workAdded();
            return Collections.nCopies(submissions.size(), SubmitResult.Accepted.INSTANCE);
        }
        return database.write(handle -> submitter.submit(handle, submissions, room, outcome));
    }

    /** Stores one submission in somebody else's transaction. */
    SubmitResult join(Connection connection, Submission submission) {
        checkTransaction(connection);
        SubmitResult result = database.join(connection, handle -> join(handle, submission));
        if (result instanceof SubmitResult.Accepted && !submission.jobs().isEmpty()) {
            commits.watch(submission.jobs().get(0).id());
        }
        return result;
    }

    private SubmitResult join(Handle theirs, Submission submission) {
        return prepareLanes(submission, job -> lanes.join(theirs, job))
                ? submitter
                        .submit(theirs, List.of(submission), Long.MAX_VALUE, new Outcome(0))
                        .get(0)
                : SubmitResult.QueueFull.INSTANCE;
    }

    private static void checkTransaction(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "The connection is in auto-commit mode, so there is no transaction to join");
            }
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    /** Outside the transaction, since a new lane has one of its own. @return false when that would be a lane too many */
    private boolean prepareLanes(Submission submission) {
        return prepareLanes(submission, lanes::prepare);
    }

    /** A priority that there is none for is refused later. */
    private static boolean prepareLanes(Submission submission, Predicate<JobSpec> prepare) {
        return submission.jobs().stream()
                .filter(job -> job.priority() >= JobSpec.LOWEST_PRIORITY && job.priority() <= JobSpec.HIGHEST_PRIORITY)
                .allMatch(prepare);
    }
}
