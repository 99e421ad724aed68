package dev.windlass.job;

/**
 * What a fixed-time schedule does when the clock jumps.
 *
 * @param gap when its time does not exist on that day
 * @param overlap when its time comes twice on that day
 */
public record DstPolicy(Gap gap, Repeat overlap) {

    public static final DstPolicy DEFAULT = new DstPolicy(Gap.RUN_AFTER, Repeat.FIRST);

    /** The clock jumped over the time. */
    public enum Gap {
        /** Run at the first instant after the gap. */
        RUN_AFTER,
        SKIP
    }

    /** The clock shows the time twice. */
    public enum Repeat {
        FIRST,
        BOTH,
        LAST
    }
}
