package dev.windlass.json;

import dev.windlass.job.Job;

/** Tells the two kinds of QUEUED apart. */
final class Waiting {

    private Waiting() {}

    /** Whether a QUEUED job has run before, be it that the attempt counted or that its node was stopped in an orderly way. */
    static boolean betweenAttempts(Job job) {
        return job.attempt() > 0 || job.startedAt() != null;
    }
}
