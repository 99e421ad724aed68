package dev.windlass.http;

import dev.windlass.JobScheduler;
import dev.windlass.http.metrics.Metrics;
import dev.windlass.spi.QueueStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows a scheduler in the metrics. */
final class SchedulerMetrics {

    private SchedulerMetrics() {}

    static void measure(JobScheduler scheduler, Metrics metrics) {
        metrics.counters("windlass_", "Of this node since its start.", scheduler::counters);
        metrics.gauges(
                "windlass_jobs",
                "Jobs by state, in the whole store.",
                () -> states(scheduler.queues().stats()));
    }

    private static Map<String, Long> states(QueueStats stats) {
        Map<String, Long> states = new LinkedHashMap<>();
        states.put("state=\"ready\"", stats.ready());
        states.put("state=\"delayed\"", stats.delayed());
        states.put("state=\"running\"", stats.running());
        return states;
    }
}
