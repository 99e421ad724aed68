package dev.windlass;

import dev.windlass.cron.FirePlan;
import dev.windlass.internal.Engine;
import dev.windlass.internal.schedule.ScheduledJobs;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.RecurringJob;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.StoredReply;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Schedules (seed row C3). Thread-safe. */
public final class Schedules {

    private static final int ROUNDS = 20;
    private static final int MOST_NEXT = 100;

    private final Engine engine;
    private final ScheduledJobs jobs;
    private final Runnable changed;
    private final ScheduleDrafts drafts;
    private final RecurringJobs recurring;

    /** @param changed told that a schedule may be due sooner than was known */
    Schedules(Engine engine, ScheduledJobs jobs, Runnable changed) {
        this.engine = engine;
        this.jobs = jobs;
        this.changed = changed;
        this.drafts = new ScheduleDrafts(engine.store(), engine.ids(), engine.clock());
        this.recurring = new RecurringJobs(engine, this, drafts);
    }

    /**
     * What a schedule is made of, as text where a client writes text, so that every mistake is named. Null members are the defaults:
     * {@code unix}, {@code UTC}, FIRE_ONCE, SKIP and {@link DstPolicy#DEFAULT}.
     *
     * @param cronType {@code unix}, {@code quartz} or {@code spring}, in any case
     * @param timezone the name of an IANA zone
     */
    public record Draft(
            UUID templateId,
            String cron,
            @Nullable String cronType,
            @Nullable String timezone,
            boolean enabled,
            Schedule.@Nullable Misfire misfire,
            Schedule.@Nullable Overlap overlap,
            @Nullable DstPolicy dst) {

        public Draft withEnabled(boolean value) {
            return new Draft(templateId, cron, cronType, timezone, value, misfire, overlap, dst);
        }
    }

    /** @throws InvalidRequestException naming each member that is wrong */
    public Schedule create(Draft draft) {
        return create(drafts.make(draft));
    }

    Schedule create(Schedule schedule) {
        store(schedule, null);
        return schedule;
    }

    /**
     * Makes a recurring job be as this program defines it: the template of its name and one schedule of that template. To be called at each
     * start of each node, before or after {@link JobScheduler#start}. Makes what is not there, changes what is defined otherwise, and leaves
     * alone what is the same: its version and {@code nextFireAt} stay. Nodes that do so at once make one template and one schedule.
     *
     * <p>It is made enabled; from then on {@code enabled} is what {@link #enable} and {@link #disable}, or clients, made of it. All else is
     * the code's: what others changed, or deleted, is as defined again after the next start. A template that was made by hand is taken over
     * by its name; other schedules of it stay as they are, and fire as well. Where two programs define one name differently, such as two
     * releases during a deployment, the one that came last has it its way until one of the others starts again.
     *
     * @return the schedule as it is stored
     * @throws InvalidRequestException naming each member that is wrong; then nothing was written
     * @throws ConflictException VERSION_MISMATCH when others change it again and again meanwhile
     */
    public Schedule ensure(RecurringJob job) {
        return recurring.ensure(job);
    }

    /**
     * Lets a schedule fire again, next at its first instant from now on; see {@link #update}. Changes nothing when it is enabled.
     *
     * @throws InvalidRequestException when none of its times is still to come
     */
    public Schedule enable(UUID id) {
        return setEnabled(id, true);
    }

    /** Lets a schedule fire no more. The jobs that it made go on. Changes nothing when it is disabled. */
    public Schedule disable(UUID id) {
        return setEnabled(id, false);
    }

    private Schedule setEnabled(UUID id, boolean enabled) {
        Schedule stored = existing(id, null);
        return stored.enabled() == enabled ? stored : update(id, null, draft -> draft.withEnabled(enabled));
    }

    /** The same, at most once for this key. @throws ConflictException KEY_REUSED */
    public Submitted<Schedule> create(Draft draft, IdempotencyKey<Schedule> key) {
        return Idempotency.once(engine, key, () -> drafts.make(draft), this::store);
    }

    public Optional<Schedule> find(UUID id) {
        return engine.store().find(Schedule.class, id);
    }

    /** @param filter by {@code template_id}, {@code enabled} */
    public Page<Schedule> list(Map<String, String> filter, @Nullable String cursor, int limit) {
        return engine.store().list(Schedule.class, filter, cursor, limit);
    }

    /**
     * Changes a schedule. One that is enabled again fires next at its first instant from now on; with FIRE_ALL it makes up for the time
     * that it was off.
     *
     * @param expectedVersion null for whatever is stored
     * @param change gets the stored schedule as a draft and returns what it should be; may be called more than once
     * @throws InvalidRequestException naming each member that is wrong
     * @throws ConflictException VERSION_MISMATCH
     */
    public Schedule update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        for (int round = 0; round < ROUNDS; round++) {
            Schedule stored = existing(id, expectedVersion);
            Schedule next = drafts.change(stored, change);
            Changed result = engine.store().replace(next);
            if (result == Changed.DONE) {
                changed.run();
                return next;
            }
            if (result == Changed.CONFLICT) {
                throw ScheduleDrafts.noTemplate();
            }
        }
        throw changedSince();
    }

    /**
     * Deletes a schedule; the jobs that it made stay.
     *
     * @param expectedVersion null for whatever is stored
     * @throws ConflictException VERSION_MISMATCH
     */
    public void delete(UUID id, @Nullable Long expectedVersion) {
        Changed result = engine.store().delete(Schedule.class, id, expectedVersion);
        if (result == Changed.STALE) {
            throw changedSince();
        }
        if (result != Changed.DONE) {
            throw notFound(id);
        }
    }

    /** Makes a job from the schedule's template now, enabled or not, whatever else of it is live. Its trigger is MANUAL. */
    public Job runNow(UUID id) {
        Job job = jobNow(id);
        engine.submitter().submit(List.of(job.spec()), null);
        return job;
    }

    /** The same, at most once for this key. */
    public Submitted<Job> runNow(UUID id, IdempotencyKey<Job> key) {
        return Idempotency.once(
                engine,
                key,
                () -> jobNow(id),
                (job, record) -> engine.submitter().submit(List.of(job.spec()), record));
    }

    /**
     * The next instants at which it would fire after {@code after}, in its own offset, were it enabled.
     *
     * @param count 1–100; fewer come back when it ends before
     */
    public List<ZonedDateTime> next(UUID id, int count, Instant after) {
        if (count < 1 || count > MOST_NEXT) {
            throw new InvalidRequestException("/count", "must be between 1 and " + MOST_NEXT + ", but is " + count);
        }
        return FirePlan.of(existing(id, null)).next(count, after);
    }

    private @Nullable StoredReply store(Schedule schedule, @Nullable IdempotencyRecord key) {
        StoredReply before;
        try {
            before = engine.submitter().create(schedule, key);
        } catch (ConflictException e) {
            // A schedule has no name that could be taken: its template was deleted meanwhile.
            throw ScheduleDrafts.noTemplate();
        }
        changed.run();
        return before;
    }

    private Job jobNow(UUID id) {
        Schedule schedule = existing(id, null);
        JobTemplate template =
                engine.store().find(JobTemplate.class, schedule.templateId()).orElse(null);
        return Job.queued(jobs.newJob(schedule, template, engine.clock().instant(), Trigger.MANUAL));
    }

    private Schedule existing(UUID id, @Nullable Long expectedVersion) {
        Schedule stored = find(id).orElseThrow(() -> notFound(id));
        if (expectedVersion != null && expectedVersion != stored.version()) {
            throw changedSince();
        }
        return stored;
    }

    private static NotFoundException notFound(UUID id) {
        return new NotFoundException("schedule", Ids.prefixed("sched", id));
    }

    private static ConflictException changedSince() {
        return new ConflictException(Reason.VERSION_MISMATCH, "The schedule has changed since");
    }
}
