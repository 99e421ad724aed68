package dev.windlass.internal;

import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.internal.schedule.ScheduledJobs;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Settings;
import dev.windlass.job.TransitionListener;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.spi.WebhookSink;
import dev.windlass.webhook.EventFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts the parts together. Every part is made here, so that who depends on whom can be read off one page. */
public final class Engine {

    /**
     * What an engine is made of.
     *
     * @param sink judges the URLs that come with jobs; null when this host sends no webhooks
     * @param clock the host's; corrected by the store's
     */
    public record Parts(
            JobStore store,
            JobTypes types,
            Settings settings,
            List<TransitionListener> listeners,
            @Nullable WebhookSink sink,
            InstantSource clock,
            RandomGenerator random) {}

    final JobStore store;
    final Settings settings;
    final NodeClock clock;
    final IdGenerator ids;
    final JobTypes types;
    final Metrics metrics = new Metrics();
    final Node node;
    final Commits commits;
    final Watchers watchers;
    final Aftermath aftermath;
    final EventFactory events;
    final LiveAttempts live = new LiveAttempts();
    final DirectLane directLane;
    final Dispatcher dispatcher;
    final Claimer claimer;
    final Loop claimLoop;
    final Pacemaker pacemaker;
    final Execution execution;
    final NodeAgent agent;
    private final Submitter submitter;
    private final DirectRuns directRuns;
    private final JobControl control;
    private final JobFactory factory;
    private final Positions positions;
    private final ScheduledJobs scheduledJobs;
    private final Duties duties = new Duties();

    public Engine(Parts parts) {
        store = parts.store();
        settings = parts.settings();
        clock = new NodeClock(parts.clock());
        ids = new IdGenerator(clock, parts.random());
        types = parts.types();
        node = new Node(settings.nodeName(), types.names(), settings.slots(), ids);
        commits = new Commits(store, this::store, parts.random());
        watchers = new Watchers(store, store.traits().shared(), settings.maxWaiters());
        events = new EventFactory(ids, settings.inlineBytes(), settings.publicUrl());
        DurationEstimate durations = new DurationEstimate(Duration.ofMillis(50).toNanos());
        directLane = new DirectLane(settings.maxDirectWaiting());
        JobSizes sizes = new JobSizes();
        Prefetch prefetch = new Prefetch(settings.slots(), settings.queueSlots(), durations, sizes);
        dispatcher = new Dispatcher(directLane, prefetch, this::wakeClaimLoop);
        aftermath = new Aftermath(parts.listeners(), watchers, metrics, duties::wakeDeliveries);
        claimer = new Claimer(store, dispatcher, live, commits, node, ids, clock, metrics);
        claimLoop = new Loop("claim", claimer::runOnce);
        pacemaker = new Pacemaker(
                store, clock, dispatcher::signal, dispatcher::due, duties::wakeFires, duties::wakeDeliveries);
        Endings endings = new Endings(events, parts.random(), settings.retention());
        execution = new Execution(
                store,
                settings,
                types,
                node,
                commits,
                endings,
                events,
                live,
                aftermath,
                metrics,
                durations,
                this::waitsAgain,
                clock);
        Rescuer rescuer = new Rescuer(store, endings, aftermath, metrics, sizes, this::waitsAgain, clock);
        agent = new NodeAgent(store, node, clock, live, claimer, rescuer, metrics, sizes, settings.lease());
        submitter = new Submitter(commits, events, aftermath, job -> waitsAgain(job, job.dueAt()));
        directRuns = new DirectRuns(
                types,
                agent,
                node,
                submitter,
                directLane,
                dispatcher::wakeSlot,
                live,
                aftermath,
                settings.timeout(),
                ids,
                clock);
        control = new JobControl(
                store,
                commits,
                events,
                dispatcher,
                claimer,
                live,
                aftermath,
                job -> waitsAgain(job.spec(), job.spec().dueAt()),
                clock);
        factory = new JobFactory(
                types,
                new NodeDirectory(store)::knows,
                this::template,
                refusals(parts.sink()),
                JobFactory.Defaults.of(settings),
                ids,
                clock);
        positions = new Positions(store, clock);
        scheduledJobs = new TemplateJobs(this, aftermath);
        duties.add(Duties.Kind.FIRES, new FireDuty(new ScheduleTicker(store, scheduledJobs, clock), clock));
        duties.add(Duties.Kind.UPKEEP, new PruneDuty(new Pruner(store, System::nanoTime), clock));
    }

    private List<Commits.Stored> store(List<Submission> submissions) {
        return claimer.submit(submissions, settings.maxQueued());
    }

    private void wakeClaimLoop() {
        claimLoop.wake();
    }

    private @Nullable JobTemplate template(UUID id) {
        return store.find(JobTemplate.class, id).orElse(null);
    }

    private static Function<String, @Nullable String> refusals(@Nullable WebhookSink sink) {
        return sink == null ? url -> "cannot be used: this host sends no webhooks" : sink::refusal;
    }

    /** A job waits, from now on or until then. */
    private void waitsAgain(JobSpec job, @Nullable Instant until) {
        if (until != null && until.isAfter(clock.instant())) {
            pacemaker.consider(until);
        } else if (types.find(job.type()) != null) {
            dispatcher.committed(job);
        }
    }

    public JobStore store() {
        return store;
    }

    public Settings settings() {
        return settings;
    }

    public InstantSource clock() {
        return clock;
    }

    public IdGenerator ids() {
        return ids;
    }

    public JobTypes types() {
        return types;
    }

    public Metrics metrics() {
        return metrics;
    }

    public EventFactory events() {
        return events;
    }

    public Submitter submitter() {
        return submitter;
    }

    public DirectRuns directRuns() {
        return directRuns;
    }

    public JobControl control() {
        return control;
    }

    public JobFactory factory() {
        return factory;
    }

    public Positions positions() {
        return positions;
    }

    public ScheduledJobs scheduledJobs() {
        return scheduledJobs;
    }

    public Duties duties() {
        return duties;
    }

    /** Somebody else's transaction may be about to commit a job. */
    public void expectCommit() {
        pacemaker.expect();
    }

    /** Makes the pacemaker look again, because a schedule or a delivery may be due sooner than it knows. */
    public void reconsider() {
        pacemaker.loop().wake();
    }

    /** See {@code Jobs.watch}. */
    public CompletableFuture<Job> watchJob(UUID jobId, Predicate<? super Job> until, Duration atMost) {
        return watchers.watch(jobId, id -> store.findJob(id).orElse(null), until, atMost);
    }

    /** See {@code JobRuns.watch}. */
    public CompletableFuture<JobRun> watchRun(UUID runId, Predicate<? super JobRun> until, Duration atMost) {
        return watchers.watch(runId, id -> store.findRun(id).orElse(null), until, atMost);
    }

    /** Pauses or resumes; what is held goes back to the queue. */
    public void pause(@Nullable String queue, boolean paused) {
        store.setPaused(queue, paused);
        if (paused) {
            claimer.release(dispatcher.withdrawAll());
        } else {
            dispatcher.signal();
        }
    }
}
