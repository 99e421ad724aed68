package dev.windlass.examples.benchmarks.contender;

import java.time.Instant;

/** A job scheduler whose handler is {@link dev.windlass.examples.benchmarks.measure.Work#run}. */
public interface Contender extends AutoCloseable {

    /** Queues one job; returns when it is as durable as it gets. May be called by many threads. */
    void submit(String payload) throws Exception;

    /** Queues many jobs the way that is fastest for it, in portions of at most 1 000. */
    void submitAll(int count, String payload) throws Exception;

    /** Queues one job that must not start before. */
    void submitAt(Instant due, String payload) throws Exception;

    /** Begins to execute jobs. */
    void start() throws Exception;

    /** How many jobs are not finished for good, as far as others can see. */
    long unfinished() throws Exception;
}
