package dev.windlass.http.surface;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rules.Paging;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of lists, from query parameters. */
final class JobQueries {

    private static final Set<JobStatus> QUEUE = Set.of(JobStatus.QUEUED);

    private JobQueries() {}

    /** @throws ProblemException 400 naming the parameter that is wrong */
    static JobQuery of(ApiRequest request, Paging.Wanted wanted) {
        Params params = new Params(request.query());
        Set<JobStatus> statuses = params.words("status", JobStatus.class);
        return new JobQuery(
                statuses,
                params.text("job_type"),
                params.id("template_id"),
                params.id("schedule_id"),
                params.text("queue"),
                params.text("tag"),
                params.instant("created_after"),
                params.instant("created_before"),
                order(params.text("order_by"), statuses),
                wanted.cursor(),
                wanted.size());
    }

    private static JobQuery.Order order(@Nullable String orderBy, Set<JobStatus> statuses) {
        if (orderBy == null) {
            // The queue alone is listed as it will be dispatched (seed row C5).
            return statuses.equals(QUEUE) ? JobQuery.Order.DISPATCH : JobQuery.Order.CREATED_DESC;
        }
        return switch (orderBy) {
            case "created_at desc" -> JobQuery.Order.CREATED_DESC;
            case "created_at", "created_at asc" -> JobQuery.Order.CREATED_ASC;
            case "dispatch" -> dispatch(statuses);
            default ->
                throw Problem.invalidParameter("order_by", "must be created_at, created_at desc or dispatch")
                        .exception();
        };
    }

    private static JobQuery.Order dispatch(Set<JobStatus> statuses) {
        if (!statuses.equals(QUEUE)) {
            throw Problem.invalidParameter("order_by", "can be dispatch only together with status=QUEUED")
                    .exception();
        }
        return JobQuery.Order.DISPATCH;
    }

    /** Finished attempts unless statuses are named. @throws ProblemException 400 naming the parameter that is wrong */
    static RunQuery runs(ApiRequest request, Paging.Wanted wanted) {
        Params params = new Params(request.query());
        Set<RunStatus> statuses = params.words("status", RunStatus.class);
        return new RunQuery(
                params.id("job_id"),
                statuses.isEmpty() ? RunQuery.FINISHED : statuses,
                params.word("trigger", Trigger.class),
                params.text("job_type"),
                params.instant("finished_after"),
                params.instant("finished_before"),
                wanted.cursor(),
                wanted.size());
    }
}
