package dev.windlass.spi;

import dev.windlass.job.JobSpec;

/**
 * A job in the hands of a node.
 *
 * @param attempt the attempt that this run would be, from 1
 * @param starts how often the job has been claimed, this time included; orders its events
 * @param statesSent which of the job's state webhooks were already emitted, as a bit set
 */
public record ClaimedRun(JobSpec job, RunToken token, int attempt, int starts, int statesSent) {}
