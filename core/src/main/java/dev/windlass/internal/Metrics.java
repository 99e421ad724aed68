package dev.windlass.internal;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.JobRun;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what this node did since its start. Thread-safe. */
public final class Metrics {

    private final LongAdder submitted = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder rescued = new LongAdder();
    private final LongAdder claims = new LongAdder();
    private final LongAdder storeFailures = new LongAdder();
    private final LongAdder abandoned = new LongAdder();

    void submitted() {
        submitted.increment();
    }

    void started() {
        started.increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    void stale() {
        stale.increment();
    }

    void rescued() {
        rescued.increment();
    }

    void claimed() {
        claims.increment();
    }

    void storeFailed() {
        storeFailures.increment();
    }

    void abandoned() {
        abandoned.increment();
    }

    /** Differs when runs were started or given up, or calls to the store failed, in between. */
    long activity() {
        return started.sum() + trouble();
    }

    /** Differs when runs were given up or calls to the store failed in between. */
    long trouble() {
        return storeFailures.sum() + abandoned.sum();
    }

    /** A cancelled run does not count as a failure. */
    void finished(JobRun run) {
        RunError error = run.error();
        if (run.status() == RunStatus.COMPLETED) {
            completed.increment();
        } else if (run.status() == RunStatus.SKIPPED) {
            skipped.increment();
        } else if (error != null && error.kind() == ErrorKind.CANCELLED) {
            cancelled.increment();
        } else {
            failed.increment();
        }
    }

    /** Every counter by its name, without the exporter's prefix. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("jobs_submitted_total", submitted.sum());
        counters.put("runs_started_total", started.sum());
        counters.put("runs_completed_total", completed.sum());
        counters.put("runs_failed_total", failed.sum());
        counters.put("runs_skipped_total", skipped.sum());
        counters.put("cancelled_total", cancelled.sum());
        counters.put("stale_writes_refused_total", stale.sum());
        counters.put("runs_rescued_total", rescued.sum());
        counters.put("claims_total", claims.sum());
        counters.put("store_failures_total", storeFailures.sum());
        return counters;
    }
}
