package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreTraits;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** The parts of a store, put together. */
record Parts(
        Database database,
        Signals signals,
        CommitWatch commits,
        StoreTraits traits,
        LaneTable lanes,
        QueueGauge gauge,
        QueueCounts counts,
        DelayedJobs delayed,
        Submissions submissions,
        IdempotencyTable keys,
        Claimer claimer,
        Applier applier,
        JobReads jobReads,
        JobLister jobLister,
        RunReads runReads,
        NodeTable nodes,
        HeldRuns heldRuns,
        ResourceTable resources,
        ResourceReads resourceReads,
        Unreadable unreadable,
        Firings firings,
        ArtifactTable artifacts,
        Deliveries deliveries,
        Settlements settlements,
        Pruner pruner) {

    static Parts assemble(Connections connections, JdbcStoreBuilder settings) {
        Database database = database(connections, settings);
        Dialect dialect = database.dialect();
        StoreClock clock = database.clock();
        Signals signals = dialect.isShared() ? PostgresSignals.of(connections::extra, database) : new Signals();
        LaneTable lanes = new LaneTable(database);
        JobTable jobs = new JobTable(lanes);
        RunTable runs = new RunTable();
        Watermarks watermarks = new Watermarks(settings.nanoTime);
        WakeTimes wakes = new WakeTimes(settings.nanoTime);
        WaitingTables waiting = new WaitingTables(database, watermarks, wakes);
        DelayedJobs delayed = new DelayedJobs(database, waiting, watermarks, wakes, signals);
        QueueGauge gauge = new QueueGauge(database, waiting);
        RunningTable running = new RunningTable(dialect);
        ArtifactTable artifacts = new ArtifactTable(running);
        Unreadable unreadable = new Unreadable();
        ResourceReads resourceReads = new ResourceReads(unreadable);
        ResourceTable resources = new ResourceTable(dialect, resourceReads);
        IdempotencyTable keys = new IdempotencyTable(clock);
        EventWriter events = new EventWriter(resourceReads, new StoreIds(clock, settings.random.split()), clock);
        Submitter submitter = new Submitter(jobs, waiting, running, keys, resources, events);
        Applier applier = new Applier(
                database,
                new RunSteps(running, runs, waiting, artifacts),
                new QueueSteps(waiting, running, lanes, artifacts),
                events,
                lanes,
                gauge,
                signals);
        CommitWatch commits = new CommitWatch(database, jobs, lanes, signals);
        JobReads jobReads = new JobReads(jobs);
        NodeTable nodes = new NodeTable(clock, settings.timeouts().statement(), System::nanoTime);
        DueLanes dueLanes = new DueLanes(dialect, System::nanoTime);
        Claimer claimer = dialect.isShared()
                ? new PostgresClaimer(database, jobs, delayed, watermarks, gauge, signals)
                : new H2Claimer(database, lanes, jobs, delayed, watermarks, gauge, signals);
        return new Parts(
                database,
                signals,
                commits,
                new StoreTraits(true, dialect.isShared(), connections.isDurable()),
                lanes,
                gauge,
                new QueueCounts(database, System::nanoTime),
                delayed,
                new Submissions(
                        database,
                        new QuickSubmissions(database, jobs, waiting),
                        submitter,
                        claimer,
                        delayed,
                        lanes,
                        gauge,
                        signals,
                        commits),
                keys,
                claimer,
                applier,
                jobReads,
                new JobLister(jobReads, dialect),
                new RunReads(),
                nodes,
                new HeldRuns(jobs),
                resources,
                resourceReads,
                unreadable,
                new Firings(dialect, resources, jobs, submitter, runs, events),
                artifacts,
                new Deliveries(database, new Outbox(dialect, dueLanes), unreadable),
                new Settlements(database, dueLanes),
                new Pruner(database, artifacts, nodes));
    }

    private static Database database(Connections connections, JdbcStoreBuilder settings) {
        boolean serverTime = connections.dialect().isShared() && settings.clock == null;
        InstantSource local = settings.clock == null ? InstantSource.system() : settings.clock;
        return new Database(
                connections,
                new StoreClock(local, serverTime),
                settings.tablePrefix,
                settings.timeouts(),
                new Collisions(settings.random.split(), LockSupport::parkNanos));
    }
}
