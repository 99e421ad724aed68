package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.store.jdbc.Claimer.Take;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores submissions that are nothing but new jobs for now, while there is no enabled endpoint, on PostgreSQL: one statement that commits
 * by itself, where the general way takes five round trips. It stores all or nothing, and looks in its own snapshot whether it may.
 */
final class QuickSubmissions {

    /** A job that is stored already, for example by the same call before its reply was lost, is refused by its key. */
    private static final String STORE = """
            WITH j AS (
                INSERT INTO windlass_job (%1$s) SELECT %1$s FROM %2$s
                WHERE NOT EXISTS (SELECT 1 FROM windlass_resource WHERE kind = 2 AND enabled)
                RETURNING id, lane, due_at, created_at)
            INSERT INTO windlass_ready (job_id, lane, due_at, created_at, fence, attempts, starts, lost_starts, states_sent)
            SELECT id, lane, due_at, created_at, 0, 0, 0, 0, 0 FROM j""";

    private final Database database;
    private final JobTable jobs;
    private final WaitingTables waiting;
    /** There are as many as ways to leave out a job's optional members, and few of these are used. */
    private final Map<Form, String> statements = new ConcurrentHashMap<>();

    /**
     * What a statement's text depends on.
     *
     * @param more what comes after it in the same round trip
     */
    private record Form(Rows.Form rows, String more) {}

    QuickSubmissions(Database database, JobTable jobs, WaitingTables waiting) {
        this.database = database;
        this.jobs = jobs;
        this.waiting = waiting;
    }

    /** @return whether they are stored; otherwise nothing was, and the general way will tell why */
    boolean store(List<Submission> submissions) {
        return isPlain(submissions)
                && run(submissions, "", query -> Optional.of(query.run(PreparedStatement::executeUpdate) > 0))
                        .orElse(false);
    }

    /**
     * Stores them, and claims in the same transaction, which is one round trip and one flush to disk instead of two.
     *
     * @return null when nothing was stored
     */
    @Nullable
    Take storeAndClaim(List<Submission> submissions, PostgresClaimer claimer, ClaimRequest request) {
        if (!isPlain(submissions)) {
            return null;
        }
        return run(submissions, PostgresClaimer.claimOfStored(request), query -> {
                    SortedMap<Integer, Long> lows = claimer.lows();
                    PostgresClaimer.bind(query, request, lows)
                            .bind("now", database.clock().now())
                            .bind("first", submissions.get(0).jobs().get(0).id());
                    return query.run(statement -> {
                        statement.execute();
                        return Optional.ofNullable(claimer.readSecond(statement, lows));
                    });
                })
                .orElse(null);
    }

    private boolean isPlain(List<Submission> submissions) {
        return database.dialect().isShared() && submissions.stream().allMatch(QuickSubmissions::isPlain);
    }

    private interface Reader<T> {
        Optional<T> read(Query query);
    }

    private <T> Optional<T> run(List<Submission> submissions, String more, Reader<T> reader) {
        List<JobSpec> specs =
                submissions.stream().flatMap(one -> one.jobs().stream()).toList();
        Rows rows = jobs.rows(specs);
        waiting.added(jobs.places(specs));
        String sql = statements.computeIfAbsent(
                new Form(rows.form(), more),
                form -> STORE.formatted(rows.usedColumns(), rows.usedSource(Dialect.POSTGRESQL)) + form.more);
        try {
            return database.writeAtOnce(handle -> reader.read(rows.bindUsed(handle.createQuery(sql))));
        } catch (StoreException e) {
            if (Failures.isBadData(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isPlain(Submission submission) {
        return submission.direct() == null
                && submission.resource() == null
                && submission.idempotency() == null
                && submission.events() instanceof SubscriberEvents
                && !submission.jobs().isEmpty()
                && submission.jobs().stream().allMatch(QuickSubmissions::isPlain);
    }

    private static boolean isPlain(JobSpec job) {
        return !job.delayed()
                && job.scheduleId() == null
                && job.tags().isEmpty()
                && job.priority() >= JobSpec.LOWEST_PRIORITY
                && job.priority() <= JobSpec.HIGHEST_PRIORITY;
    }
}
