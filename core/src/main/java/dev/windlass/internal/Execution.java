package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.webhook.EventFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Puts the parts together that carry an attempt from its slot to its recorded end. */
final class Execution {

    final Timers timers = new Timers();
    final AttemptJournal journal;
    final AttemptRunner runner;

    /** @param requeued told of a job that waits again, and until when */
    Execution(
            JobStore store,
            Settings settings,
            JobTypes types,
            Node node,
            Commits commits,
            Endings endings,
            EventFactory events,
            LiveAttempts live,
            Aftermath aftermath,
            Metrics metrics,
            DurationEstimate durations,
            BiConsumer<JobSpec, @Nullable Instant> requeued,
            InstantSource clock) {
        AttemptArtifacts artifacts = new AttemptArtifacts(store, settings);
        LargeResults largeResults = new LargeResults(settings.inlineBytes(), artifacts);
        journal = new AttemptJournal(commits, endings, events, largeResults, live, aftermath, metrics, requeued, clock);
        AttemptRunner.Contexts contexts = (attempt, elapsed) ->
                new AttemptContext(attempt, elapsed, journal::report, artifacts, Execution::callBack);
        runner = new AttemptRunner(types, node, journal, contexts, timers, durations, clock);
    }

    /** A handler's callbacks may take their time; an attempt that has some and should stop is rare enough for a thread of its own. */
    private static void callBack(Runnable callbacks) {
        Threads.daemon("windlass-on-cancel", callbacks).start();
    }
}
