package dev.windlass;

import dev.windlass.Schedules.Draft;
import dev.windlass.cron.FirePlan;
import dev.windlass.cron.TimeZones;
import dev.windlass.internal.Violations;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.spi.JobStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes schedules of what clients write, and names all that is wrong with it at once. Thread-safe. */
final class ScheduleDrafts {

    private static final String NO_TEMPLATE = "names no template";

    private final JobStore store;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    ScheduleDrafts(JobStore store, Supplier<UUID> ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    static InvalidRequestException noTemplate() {
        return new InvalidRequestException("/template_id", NO_TEMPLATE);
    }

    Schedule make(Draft draft) {
        return make(ids.get(), draft);
    }

    Schedule make(UUID id, Draft draft) {
        Instant now = clock.instant();
        Checked checked = check(draft, now);
        Instant next = draft.enabled() ? checked.plan.nextAfter(now).orElse(null) : null;
        return schedule(id, draft, checked, next, null, 1, now, now);
    }

    /** The draft that would make it, without any null. */
    static Draft of(Schedule stored) {
        return new Draft(
                stored.templateId(),
                stored.cron(),
                stored.cronType().name(),
                stored.zone().getId(),
                stored.enabled(),
                stored.misfire(),
                stored.overlap(),
                stored.dst());
    }

    Schedule change(Schedule stored, UnaryOperator<Draft> change) {
        Draft draft = change.apply(of(stored));
        Instant now = clock.instant();
        Checked checked = check(draft, now);
        return schedule(
                stored.id(),
                draft,
                checked,
                nextFireAt(stored, draft, checked, now),
                stored.lastFireAt(),
                stored.version() + 1,
                stored.createdAt(),
                now);
    }

    /** What a draft means. */
    private record Checked(String cron, CronType type, ZoneId zone, DstPolicy dst, Misfire misfire, FirePlan plan) {

        boolean isTimedLike(Schedule schedule) {
            return cron.equals(schedule.cron())
                    && type == schedule.cronType()
                    && zone.equals(schedule.zone())
                    && dst.equals(schedule.dst());
        }
    }

    /** A change of anything but the timing leaves the next instant as it was, also one that is overdue. */
    private static @Nullable Instant nextFireAt(Schedule stored, Draft draft, Checked checked, Instant now) {
        if (!draft.enabled()) {
            return null;
        }
        boolean sameTiming = checked.isTimedLike(stored);
        if (stored.enabled() && sameTiming) {
            return stored.nextFireAt();
        }
        boolean makesUp = sameTiming && checked.misfire == Misfire.FIRE_ALL;
        Instant after = makesUp ? earlier(stored.lastFireAt(), now) : now;
        return checked.plan.nextAfter(after).orElse(null);
    }

    private static Instant earlier(@Nullable Instant last, Instant now) {
        return last != null && last.isBefore(now) ? last : now;
    }

    /** All but its template. @throws InvalidRequestException naming each member that is wrong */
    void checkTiming(Draft draft) {
        check(draft, clock.instant(), new Violations());
    }

    private Checked check(Draft draft, Instant now) {
        Violations violations = new Violations();
        violations.require(store.find(JobTemplate.class, draft.templateId()).isPresent(), "/template_id", NO_TEMPLATE);
        return check(draft, now, violations);
    }

    private static Checked check(Draft draft, Instant now, Violations violations) {
        String zoneName = Objects.requireNonNullElse(draft.timezone(), "UTC");
        // A zone that cannot be read is stood in for by UTC, so that the cron is checked all the same.
        ZoneId zone = Objects.requireNonNullElse(read(violations, () -> TimeZones.parse(zoneName)), ZoneOffset.UTC);
        CronType type = cronType(draft.cronType(), violations);
        DstPolicy dst = Objects.requireNonNullElse(draft.dst(), DstPolicy.DEFAULT);
        FirePlan plan = type == null ? null : read(violations, () -> plan(draft, type, zone, dst, now));
        violations.throwIfAny();
        return new Checked(
                draft.cron().strip(),
                Objects.requireNonNull(type),
                zone,
                dst,
                Objects.requireNonNullElse(draft.misfire(), Misfire.FIRE_ONCE),
                Objects.requireNonNull(plan));
    }

    /** @return null when it cannot be read; then the violations say why */
    private static <T> @Nullable T read(Violations violations, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidRequestException e) {
            e.violations().forEach(each -> violations.require(false, each.pointer(), each.detail()));
            return null;
        }
    }

    private static @Nullable CronType cronType(@Nullable String name, Violations violations) {
        String wanted = name == null ? CronType.UNIX.name() : name.toUpperCase(Locale.ROOT);
        for (CronType type : CronType.values()) {
            if (type.name().equals(wanted)) {
                return type;
            }
        }
        violations.require(false, "/cron_type", "must be unix, quartz or spring");
        return null;
    }

    private static FirePlan plan(Draft draft, CronType type, ZoneId zone, DstPolicy dst, Instant now) {
        FirePlan plan = FirePlan.of(draft.cron(), type, zone, dst);
        if (draft.enabled() && plan.nextAfter(now).isEmpty()) {
            throw new InvalidRequestException("/cron", "names no time that is still to come");
        }
        return plan;
    }

    private static Schedule schedule(
            UUID id,
            Draft draft,
            Checked checked,
            @Nullable Instant nextFireAt,
            @Nullable Instant lastFireAt,
            long version,
            Instant createdAt,
            Instant updatedAt) {
        return new Schedule(
                id,
                draft.templateId(),
                checked.cron,
                checked.type,
                checked.zone,
                draft.enabled(),
                checked.misfire,
                Objects.requireNonNullElse(draft.overlap(), Overlap.SKIP),
                checked.dst,
                nextFireAt,
                lastFireAt,
                version,
                createdAt,
                updatedAt);
    }
}
