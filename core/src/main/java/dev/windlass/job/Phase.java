package dev.windlass.job;

/** What a RUNNING run is doing, finer than its status (seed row A3). A run goes from LOADING to WORKING, never back. */
public enum Phase {
    LOADING,
    WORKING
}
