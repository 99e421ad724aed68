package dev.windlass.job;

/**
 * Does the work of one job type. Called on a slot's thread, by several threads at once; one call is one attempt. It may be called more
 * than once for the same job (at least once), so its effects should be repeatable, or guarded by {@link RunContext#fencingToken()}.
 *
 * @param <P> what its params are read as
 */
@FunctionalInterface
public interface JobHandler<P> {

    /**
     * Does the work and says how it ended. Anything that it throws fails the attempt: with code {@code exception}, kind
     * {@link ErrorKind#APPLICATION}, retriable unless the job type says otherwise. What a further attempt would meet again is never retried:
     * an {@link InvalidRequestException}, and what {@link RunContext#openArtifact} and its stream refuse, which has a code of its own. A
     * {@link RunCancelledException} says that it heard that it should stop.
     */
    RunResult run(P params, RunContext context) throws Exception;
}
