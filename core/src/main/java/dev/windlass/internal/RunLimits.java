package dev.windlass.internal;

/**
 * Bounds on what one run may leave behind.
 *
 * @param inlineBytes largest result kept with the run, and largest sum of artifacts shown inline
 * @param artifactBytes of one artifact
 * @param runBytes of all artifacts of a run
 */
public record RunLimits(int inlineBytes, long artifactBytes, long runBytes) {

    /** Warnings beyond it are dropped: a run in a loop must not fill the heap. */
    static final int WARNINGS = 100;
}
