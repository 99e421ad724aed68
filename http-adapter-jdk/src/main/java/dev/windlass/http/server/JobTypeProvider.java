package dev.windlass.http.server;

import dev.windlass.job.JobType;
import java.util.List;

/**
 * Brings job types to the standalone server. An implementation is public, has a public constructor without parameters, and is named in
 * {@code META-INF/services/dev.windlass.http.server.JobTypeProvider} of a jar that {@code --handlers} names.
 */
public interface JobTypeProvider {

    /** Asked once, before the server starts. What it throws keeps the server from starting. */
    List<JobType<?>> jobTypes();
}
