package dev.windlass.store.jdbc;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.StoreTraits;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Upcoming;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store in PostgreSQL, shared by any number of processes, or in H2, used by one. Makes and updates its tables itself. Thread-safe.
 *
 * <p>A store call blocks for I/O and must not be interrupted.
 */
public final class JdbcJobStore extends JdbcRecords implements JobStore {

    private final Connections connections;

    private JdbcJobStore(Connections connections, Parts parts) {
        super(parts);
        this.connections = connections;
    }

    /**
     * Opens the store at a JDBC URL with default settings.
     *
     * @throws StoreException when the database cannot be used; the message says in one line what to do
     */
    public static JdbcJobStore open(String jdbcUrl) {
        return builder().url(jdbcUrl).open();
    }

    public static JdbcStoreBuilder builder() {
        return new JdbcStoreBuilder();
    }

    static JdbcJobStore start(Connections connections, JdbcStoreBuilder settings) {
        Parts parts = Parts.assemble(connections, settings);
        SchemaMigrator migrator = new SchemaMigrator(parts.database());
        if (settings.migrate) {
            migrator.migrate();
        } else {
            migrator.check();
        }
        if (parts.signals() instanceof PostgresSignals signals) {
            signals.start();
        } else {
            parts.database().write(NodeTable::declareAllDead);
        }
        return new JdbcJobStore(connections, parts);
    }

    /**
     * Queues jobs within a transaction of the caller, who commits or rolls back: they exist exactly when the caller's own writes do. The
     * connection must not be in auto-commit mode and must lead to the same database and schema. Every node finds the jobs within two seconds
     * of a commit that comes within a minute, and within 15 seconds of a later one. How many jobs may be queued is not enforced here.
     *
     * <p>Takes no other connection, but for the first job ever of its queue, type and priority, and then for a moment.
     *
     * @param submission as {@code Jobs.prepare} makes it, which may need a connection too: call that before there is a transaction
     * @throws IllegalArgumentException when the connection is in auto-commit mode, or the submission makes more than jobs or has an
     *     idempotency key: those are for {@link #submit(Connection, Submission)}
     * @throws OverloadedException when queues, types and priorities make too many lanes, see docs/databases.md; nothing was stored
     * @throws InvalidRequestException when the data was refused; nothing was stored
     * @throws StoreException when the database fails; on PostgreSQL the caller's transaction can then only be rolled back
     */
    public void enqueue(Connection connection, Submission submission) {
        if (submission.direct() != null || submission.resource() != null || submission.idempotency() != null) {
            throw new IllegalArgumentException("Only jobs without an idempotency key can be enqueued");
        }
        SubmitResult result = submit(connection, submission);
        if (result instanceof SubmitResult.Invalid invalid) {
            throw new InvalidRequestException("", invalid.detail());
        } else if (!(result instanceof SubmitResult.Accepted)) {
            throw new OverloadedException("Too many lanes are open; try again later, or use fewer queues");
        }
    }

    /**
     * As {@link #enqueue}, for whatever can be submitted, and without exceptions for what is refused: who ignores the result may commit
     * without the job.
     *
     * @throws IllegalArgumentException when the connection is in auto-commit mode
     * @throws StoreException when the database fails; on PostgreSQL the caller's transaction can then only be rolled back
     */
    public SubmitResult submit(Connection connection, Submission submission) {
        return parts.submissions().join(connection, submission);
    }

    @Override
    public List<SubmitResult> submit(List<Submission> submissions, long maxQueued) {
        return parts.submissions().submit(submissions, maxQueued);
    }

    @Override
    public @Nullable Taken submitAndClaim(List<Submission> submissions, long maxQueued, ClaimRequest request) {
        return parts.submissions().submitAndClaim(submissions, maxQueued, request);
    }

    @Override
    public Optional<StoredReply> findReply(String scope, String key) {
        return read(handle -> parts.keys().find(handle, scope, key));
    }

    @Override
    public List<ClaimedRun> claim(ClaimRequest request) {
        return parts.claimer().claim(request);
    }

    @Override
    public List<Boolean> apply(List<Transition> transitions) {
        return parts.applier().apply(transitions);
    }

    @Override
    public OptionalLong position(UUID jobId, int limit) {
        if (parts.delayed().promote()) {
            parts.signals().workAvailable();
        }
        return read(handle -> QueueReads.position(handle, jobId, limit));
    }

    @Override
    public void setPaused(@Nullable String queue, boolean paused) {
        write(handle -> PauseTable.set(handle, queue, paused));
        parts.signals().workAvailable();
    }

    @Override
    public QueueStats queueStats() {
        return parts.counts().stats();
    }

    @Override
    public List<Job> liveJobsOf(Collection<UUID> scheduleIds, int limit) {
        return parts.database().lookUp(handle -> parts.jobReads().liveOf(handle, scheduleIds, limit));
    }

    @Override
    public Upcoming upcoming() {
        long from = parts.delayed().from();
        Upcoming upcoming =
                read(handle -> QueueReads.upcoming(handle, parts.database().dialect(), parts.unreadable(), from));
        parts.delayed().looked(from, upcoming.job());
        return upcoming;
    }

    @Override
    public void listen(StoreListener listener) {
        parts.signals().listen(listener);
    }

    @Override
    public PruneReport prune(Instant now, int limit) {
        return parts.pruner().prune(now, limit);
    }

    @Override
    public StoreTraits traits() {
        return parts.traits();
    }

    @Override
    public void close() {
        parts.database().close();
        parts.commits().close();
        parts.signals().close();
        connections.close();
    }
}
