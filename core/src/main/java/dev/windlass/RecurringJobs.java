package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.internal.Violations;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.RecurringJob;
import dev.windlass.job.Schedule;
import dev.windlass.json.CanonicalJson;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes recurring jobs be as a program defines them. Thread-safe. */
final class RecurringJobs {

    private static final int ROUNDS = 20;

    private final Engine engine;
    private final JobTemplates templates;
    private final Schedules schedules;
    private final ScheduleDrafts drafts;

    RecurringJobs(Engine engine, Schedules schedules, ScheduleDrafts drafts) {
        this.engine = engine;
        this.templates = new JobTemplates(engine);
        this.schedules = schedules;
        this.drafts = drafts;
    }

    /**
     * Looks, writes what differs, and looks again, until both are as defined at one look: of two nodes that write different definitions at
     * the same moment, one may have the last word on the template and the other on the schedule.
     */
    Schedule ensure(RecurringJob job) {
        for (int round = 1; round <= ROUNDS; round++) {
            JobTemplate template = templates.findByName(job.name()).orElse(null);
            Schedule schedule = template == null
                    ? null
                    : schedules.find(scheduleOf(template.id())).orElse(null);
            if (template != null && schedule != null && isAs(template, job) && isAs(schedule, job)) {
                return schedule;
            }
            check(job, schedule == null || schedule.enabled());
            try {
                write(job, template, schedule);
            } catch (ConflictException | NotFoundException | InvalidRequestException e) {
                // It was checked, so somebody else came between: the next look shows what is left to do.
                if (round == ROUNDS) {
                    throw e;
                }
            }
        }
        throw new ConflictException(Reason.VERSION_MISMATCH, "Others keep changing the recurring job " + job.name());
    }

    /** The same on every node, so that two that make it at once make one. */
    private static UUID scheduleOf(UUID templateId) {
        return new UUID(templateId.getMostSignificantBits(), templateId.getLeastSignificantBits() ^ 1);
    }

    private void write(RecurringJob job, @Nullable JobTemplate template, @Nullable Schedule schedule) {
        UUID templateId = write(job, template);
        if (schedule == null) {
            schedules.create(drafts.make(scheduleOf(templateId), timing(job, templateId, true)));
        } else if (!isAs(schedule, job)) {
            schedules.update(schedule.id(), null, stored -> timing(job, templateId, stored.enabled()));
        }
    }

    private UUID write(RecurringJob job, @Nullable JobTemplate stored) {
        if (stored == null) {
            return templates.create(recipe(job)).id();
        } else if (!isAs(stored, job)) {
            templates.update(stored.id(), null, draft -> recipe(job));
        }
        return stored.id();
    }

    private static boolean isAs(JobTemplate stored, RecurringJob job) {
        return stored.jobType().equals(job.type())
                && Objects.equals(stored.retryPolicy(), job.retryPolicy())
                && Objects.equals(stored.timeout(), job.timeout())
                && Objects.equals(stored.retention(), job.retention())
                && isSame(stored.params(), job.params());
    }

    /** A map's members come in another order on each start of a JVM. */
    private static boolean isSame(Json one, Json other) {
        return one.equals(other) || CanonicalJson.of(one.tree()).equals(CanonicalJson.of(other.tree()));
    }

    private static boolean isAs(Schedule stored, RecurringJob job) {
        return ScheduleDrafts.of(stored).equals(timing(job, stored.templateId(), stored.enabled()));
    }

    /** All of it before anything is written. A template's params may be completed by a request; these are all that there will be. */
    private void check(RecurringJob job, boolean enabled) {
        Violations violations = new Violations();
        violations.collect(() -> templates.check(recipe(job)));
        violations.collect(() -> drafts.checkTiming(timing(job, new UUID(0, 0), enabled)));
        violations.throwIfAny();
        engine.factory()
                .make(JobRequest.builder().type(job.type()).params(job.params()).build());
    }

    private static JobTemplates.Draft recipe(RecurringJob job) {
        return new JobTemplates.Draft(
                job.name(), job.type(), job.params(), job.retryPolicy(), job.timeout(), job.retention());
    }

    private static Schedules.Draft timing(RecurringJob job, UUID templateId, boolean enabled) {
        return new Schedules.Draft(
                templateId,
                job.cron(),
                job.cronType().name(),
                job.zone().getId(),
                enabled,
                job.misfire(),
                job.overlap(),
                job.dst());
    }
}
