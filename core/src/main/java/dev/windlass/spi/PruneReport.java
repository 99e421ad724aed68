package dev.windlass.spi;

/**
 * What a pruning step deleted.
 *
 * @param more whether a bound was reached, so that another step would find more
 */
public record PruneReport(int jobs, int runs, int keys, int deliveries, boolean more) {}
