package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRun;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.RunQuery;
import dev.windlass.job.Schedule;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import dev.windlass.spi.RunToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of {@link MemoryJobStore} that finds things: jobs, runs, nodes, resources and artifacts. */
abstract class Records implements JobStore {

    final Tables tables;
    final Guard guard;
    final Reads reads;

    Records(Tables tables) {
        this.tables = tables;
        this.guard = new Guard(tables.signals);
        this.reads = new Reads(tables);
    }

    @Override
    public Optional<Job> findJob(UUID jobId) {
        return guard.locked(() -> reads.job(jobId));
    }

    @Override
    public Page<Job> listJobs(JobQuery query) {
        JobLister lister = new JobLister(query);
        while (!lister.scan.isDone()) {
            guard.run(() -> lister.step(tables));
        }
        return lister.scan.page();
    }

    @Override
    public Optional<JobRun> findRun(UUID runId) {
        return guard.locked(() -> reads.run(runId));
    }

    @Override
    public Page<JobRun> listRuns(RunQuery query) {
        RunLister lister = new RunLister(query);
        while (!lister.scan.isDone()) {
            guard.run(() -> lister.step(tables));
        }
        return lister.scan.page();
    }

    @Override
    public Map<UUID, Long> stamps(Collection<UUID> ids) {
        return guard.locked(() -> reads.stamps(ids));
    }

    @Override
    public NodePulse join(NodeInfo node, Duration lease) {
        return guard.locked(() -> tables.nodes.join(node, lease, tables.now()));
    }

    @Override
    public NodePulse renew(NodeInfo node, Duration lease) {
        return guard.locked(() -> tables.nodes.renew(node, lease, tables.now()));
    }

    @Override
    public void leave(UUID nodeId) {
        guard.run(() -> tables.nodes.leave(nodeId));
    }

    @Override
    public List<NodeInfo> liveNodes(@Nullable UUID after, int limit) {
        return guard.locked(() -> tables.nodes.live(tables.now(), after, limit));
    }

    @Override
    public List<HeldRun> lostRuns(int limit) {
        return guard.locked(() -> {
            tables.nodes.markDead(tables.now());
            return reads.held(node -> node.dead, limit);
        });
    }

    @Override
    public Map<UUID, CancelRequest> cancelRequests(Collection<UUID> runIds) {
        return guard.locked(() -> reads.cancelRequests(runIds));
    }

    @Override
    public List<HeldRun> heldRuns(UUID nodeId, @Nullable UUID after, int limit) {
        return guard.locked(() -> reads.held(nodeId, after, limit));
    }

    @Override
    public <R extends Resource> Optional<R> find(Class<R> kind, UUID id) {
        return guard.locked(() -> reads.resource(kind, id));
    }

    @Override
    public <R extends Resource> List<R> findAll(Class<R> kind, Collection<UUID> ids) {
        return guard.locked(() ->
                ids.stream().flatMap(id -> reads.resource(kind, id).stream()).toList());
    }

    @Override
    public <R extends Resource> Page<R> list(
            Class<R> kind, Map<String, String> filter, @Nullable String cursor, int limit) {
        return guard.locked(() -> ResourceLister.list(tables.resources, kind, filter, cursor, limit));
    }

    @Override
    public Changed replace(Resource resource) {
        return guard.locked(() -> tables.resources.replace(resource));
    }

    @Override
    public Changed delete(Class<? extends Resource> kind, UUID id, @Nullable Long expectedVersion) {
        return guard.locked(() -> tables.resources.delete(kind, id, expectedVersion));
    }

    @Override
    public List<Schedule> dueSchedules(Instant now, @Nullable Schedule after, int limit) {
        return guard.locked(() -> tables.resources.due(now, after, limit));
    }

    @Override
    public boolean writeChunk(RunToken token, String name, int index, byte[] bytes) {
        byte[] own = bytes.clone();
        return guard.locked(() -> {
            boolean live = tables.runs.live(token) != null;
            if (live) {
                tables.artifacts.put(token.runId(), name, index, own);
            }
            return live;
        });
    }

    @Override
    public List<Chunk> readChunks(UUID runId, @Nullable String name, int index) {
        return guard.locked(() -> tables.artifacts.read(runId, name, index));
    }
}
