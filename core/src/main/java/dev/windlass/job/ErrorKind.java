package dev.windlass.job;

/** Who is to blame for a failed run, so that infrastructure and logic can be told apart (seed row M7). */
public enum ErrorKind {
    /** The handler's own logic refused or failed. */
    APPLICATION,
    /** Something around the handler failed: storage, network, an orderly release. */
    INFRASTRUCTURE,
    /** The attempt took longer than its timeout. */
    TIMEOUT,
    /** Somebody cancelled it. */
    CANCELLED,
    /** Its node stopped renewing its lease. */
    LOST
}
