import client.ApiClient;
import client.ApiException;
import client.api.JobRunsApi;
import client.api.JobsApi;
import client.api.OperationApi;
import client.model.Job;
import client.model.JobCreate;
import client.model.JobRun;
import java.util.Map;

/** Runs a job through the client that was generated from the OpenAPI document, and reads what became of it. */
public final class RunJob {

    private RunJob() {}

    public static void main(String[] args) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        JobsApi jobs = new JobsApi(client);

        Job job = jobs.createJob(
                new JobCreate().jobType("http").params(Map.of("url", args[0] + "/healthz", "method", "GET")).priority(7), "one-" + args[0], null, null);
        check(job.getStatus() == Job.StatusEnum.QUEUED, "made, but " + job.getStatus());

        Job ended = jobs.getJob(job.getJobId(), null, 30, null);
        check(ended.getStatus() == Job.StatusEnum.COMPLETED, "waited for, but " + ended.getStatus());
        JobRun run = new JobRunsApi(client).getJobRun(ended.getLastRunId(), null, null, null);
        check(run.getJobId().equals(job.getJobId()), "the run is of " + run.getJobId());
        check(
                jobs.listJobs(null, "http", null, null, null, null, null, null, null, 10, null).getItems().stream()
                        .anyMatch(listed -> listed.getJobId().equals(job.getJobId())),
                "not listed");
        try {
            jobs.createJob(new JobCreate().jobType("unknown"), null, null, null);
            throw new IllegalStateException("An unknown type was taken");
        } catch (ApiException e) {
            check(e.getCode() == 422, "unknown type: " + e.getCode());
        }
        System.out.println("The generated client ran " + job.getJobId() + ": " + ended.getStatus());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
