package dev.windlass.spi;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRun;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reading jobs and runs. Reads see every write that returned before they began. */
public interface RunStore {

    Optional<Job> findJob(UUID jobId);

    /** Sorted as the query says; every job that was there throughout the paging is seen exactly once. */
    Page<Job> listJobs(JobQuery query);

    /** A live or finished run. A run that is claimed but not started is not there yet; a direct run is, as QUEUED. */
    Optional<JobRun> findRun(UUID runId);

    /** Sorted as {@link RunQuery} says; every run that was finished before the paging began is seen exactly once. */
    Page<JobRun> listRuns(RunQuery query);

    /**
     * A number for each of these jobs or runs that differs whenever what a reader would see of it differs. Ids that are unknown are
     * left out.
     */
    Map<UUID, Long> stamps(Collection<UUID> ids);
}
