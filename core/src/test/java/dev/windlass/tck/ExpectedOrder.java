package dev.windlass.tck;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import java.util.Comparator;
import java.util.UUID;

/** The orders that the contract promises. */
final class ExpectedOrder {

    static final Comparator<UUID> IDS = Comparator.comparing(UUID::toString);

    static final Comparator<JobSpec> PLACE = Comparator.comparingInt(JobSpec::priority)
            .reversed()
            .thenComparing(JobSpec::dueAt)
            .thenComparing(JobSpec::id, IDS);

    static final Comparator<Job> DISPATCH = Comparator.comparing(Job::spec, PLACE);

    private ExpectedOrder() {}
}
