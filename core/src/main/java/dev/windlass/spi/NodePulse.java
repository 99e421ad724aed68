package dev.windlass.spi;

import java.time.Instant;

/**
 * The store's answer to a node.
 *
 * @param alive false when somebody has marked the node dead: it must take a new id and may not write its runs
 * @param storeTime the store's clock, by which leases are reckoned
 * @param othersLost whether a node's lease has run out or a dead node still holds runs, so that {@link NodeStore#lostRuns} is worth a
 *     call
 */
public record NodePulse(boolean alive, Instant storeTime, boolean othersLost) {}
