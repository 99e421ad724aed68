package dev.windlass.job;

import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A job that is run by the clock, as a program defines it: a {@link JobTemplate} and the {@link Schedule} that runs it. See
 * {@code Schedules.ensure}.
 *
 * @param name the template's, unique among all, 1–200 characters
 * @param type the job type
 * @param params all that the handler gets
 * @param retryPolicy null for the job type's, or the host's default
 * @param timeout of each attempt; null for the job type's, or the host's default
 * @param retention of ended jobs; null for the host's default
 * @param cron in the dialect of {@code cronType}, or a nickname such as {@code @daily}
 * @param zone an IANA time zone
 */
public record RecurringJob(
        String name,
        String type,
        Json params,
        @Nullable RetryPolicy retryPolicy,
        @Nullable Duration timeout,
        @Nullable Duration retention,
        String cron,
        CronType cronType,
        ZoneId zone,
        Misfire misfire,
        Overlap overlap,
        DstPolicy dst) {

    public RecurringJob {
        cron = cron.strip();
    }

    /** A UNIX cron with the default policies: FIRE_ONCE, SKIP and {@link DstPolicy#DEFAULT}; params are written by Jackson's rules. */
    public static RecurringJob of(String name, String type, @Nullable Object params, String cron, ZoneId zone) {
        return new RecurringJob(
                name,
                type,
                params == null ? Json.EMPTY_OBJECT : Json.of(params),
                null,
                null,
                null,
                cron,
                CronType.UNIX,
                zone,
                Misfire.FIRE_ONCE,
                Overlap.SKIP,
                DstPolicy.DEFAULT);
    }

    /** The same for a type that is at hand, so that the compiler checks the params. */
    public static <P> RecurringJob of(String name, JobType<P> type, @Nullable P params, String cron, ZoneId zone) {
        return of(name, type.name(), params, cron, zone);
    }

    public RecurringJob withRetryPolicy(RetryPolicy policy) {
        return new RecurringJob(
                name, type, params, policy, timeout, retention, cron, cronType, zone, misfire, overlap, dst);
    }

    public RecurringJob withTimeout(Duration limit) {
        return new RecurringJob(
                name, type, params, retryPolicy, limit, retention, cron, cronType, zone, misfire, overlap, dst);
    }

    public RecurringJob withRetention(Duration kept) {
        return new RecurringJob(
                name, type, params, retryPolicy, timeout, kept, cron, cronType, zone, misfire, overlap, dst);
    }

    /** Reads the cron in another dialect. */
    public RecurringJob withCronType(CronType dialect) {
        return new RecurringJob(
                name, type, params, retryPolicy, timeout, retention, cron, dialect, zone, misfire, overlap, dst);
    }

    public RecurringJob withMisfire(Misfire policy) {
        return new RecurringJob(
                name, type, params, retryPolicy, timeout, retention, cron, cronType, zone, policy, overlap, dst);
    }

    public RecurringJob withOverlap(Overlap policy) {
        return new RecurringJob(
                name, type, params, retryPolicy, timeout, retention, cron, cronType, zone, misfire, policy, dst);
    }

    public RecurringJob withDst(DstPolicy policy) {
        return new RecurringJob(
                name, type, params, retryPolicy, timeout, retention, cron, cronType, zone, misfire, overlap, policy);
    }
}
