package dev.windlass.store.jdbc;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRun;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.RunQuery;
import dev.windlass.job.Schedule;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Firing;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import dev.windlass.spi.NodeStore;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.ResourceStore;
import dev.windlass.spi.RunStore;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.Settlement;
import dev.windlass.store.jdbc.Handle.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The roles of the store besides the queue: each method hands on to the class of its table. */
abstract class JdbcRecords implements RunStore, NodeStore, ResourceStore, ArtifactStore, DeliveryStore {

    final Parts parts;

    JdbcRecords(Parts parts) {
        this.parts = parts;
    }

    final <T> T read(Work<T> work) {
        return parts.database().read(work);
    }

    final <T> T write(Work<T> work) {
        return parts.database().write(work);
    }

    @Override
    public Optional<Job> findJob(UUID jobId) {
        return parts.database().lookUp(handle -> parts.jobReads().find(handle, jobId));
    }

    @Override
    public Page<Job> listJobs(JobQuery query) {
        return parts.database().lookUp(handle -> parts.jobLister().list(handle, query));
    }

    @Override
    public Optional<JobRun> findRun(UUID runId) {
        return parts.database().lookUp(handle -> parts.runReads().find(handle, runId));
    }

    @Override
    public Page<JobRun> listRuns(RunQuery query) {
        return parts.database().lookUp(handle -> parts.runReads().list(handle, query));
    }

    @Override
    public Map<UUID, Long> stamps(Collection<UUID> ids) {
        return read(handle -> Stamps.of(handle, ids));
    }

    @Override
    public NodePulse join(NodeInfo node, Duration lease) {
        return parts.database()
                .writeWithin(lease.dividedBy(3), handle -> parts.nodes().join(handle, node, lease));
    }

    @Override
    public NodePulse renew(NodeInfo node, Duration lease) {
        return parts.database()
                .writeWithin(lease.dividedBy(3), handle -> parts.nodes().renew(handle, node, lease));
    }

    @Override
    public void leave(UUID nodeId) {
        write(handle -> parts.nodes().leave(handle, nodeId));
    }

    @Override
    public List<NodeInfo> liveNodes(@Nullable UUID after, int limit) {
        return read(handle -> parts.nodes().live(handle, after, limit));
    }

    @Override
    public List<HeldRun> lostRuns(int limit) {
        write(handle -> parts.nodes().markDead(handle));
        return read(handle -> parts.heldRuns().ofTheDead(handle, limit));
    }

    @Override
    public Map<UUID, CancelRequest> cancelRequests(Collection<UUID> runIds) {
        return runIds.isEmpty() ? Map.of() : read(handle -> HeldRuns.cancelRequests(handle, runIds));
    }

    @Override
    public List<HeldRun> heldRuns(UUID nodeId, @Nullable UUID after, int limit) {
        return read(handle -> parts.heldRuns().ofNode(handle, nodeId, after, limit));
    }

    @Override
    public <R extends Resource> Optional<R> find(Class<R> kind, UUID id) {
        return read(handle -> parts.resourceReads().find(handle, kind, id));
    }

    @Override
    public <R extends Resource> List<R> findAll(Class<R> kind, Collection<UUID> ids) {
        return read(handle -> parts.resourceReads().findAll(handle, kind, ids));
    }

    @Override
    public <R extends Resource> Page<R> list(
            Class<R> kind, Map<String, String> filter, @Nullable String cursor, int limit) {
        return read(handle -> parts.resourceReads().list(handle, kind, filter, cursor, limit));
    }

    @Override
    public Changed replace(Resource resource) {
        try {
            return write(handle -> parts.resources().replace(handle, resource));
        } catch (StoreException e) {
            // Somebody else took the name since it was looked for.
            if (Submitter.isDuplicate(e)) {
                return Changed.CONFLICT;
            }
            throw e;
        }
    }

    @Override
    public Changed delete(Class<? extends Resource> kind, UUID id, @Nullable Long expectedVersion) {
        return write(handle -> parts.resources().delete(handle, kind, id, expectedVersion));
    }

    @Override
    public List<Schedule> dueSchedules(Instant now, @Nullable Schedule after, int limit) {
        return read(handle -> parts.resourceReads().dueSchedules(handle, now, after, limit));
    }

    @Override
    public List<Boolean> fire(List<Firing> firings) {
        List<Boolean> results = new ArrayList<>(firings.size());
        Firings.together(firings).forEach(some -> results.addAll(fireTogether(some)));
        return results;
    }

    private List<Boolean> fireTogether(List<Firing> firings) {
        firings.forEach(firing -> firing.fires().forEach(fire -> parts.lanes().prepare(fire.job())));
        Outcome outcome = write(handle -> parts.firings().fire(handle, firings));
        parts.gauge().added(outcome.waiting());
        outcome.tell(parts.signals());
        return outcome.inForce();
    }

    @Override
    public boolean writeChunk(RunToken token, String name, int index, byte[] bytes) {
        return write(handle -> parts.artifacts().write(handle, token, name, index, bytes));
    }

    @Override
    public List<Chunk> readChunks(UUID runId, @Nullable String name, int index) {
        return read(handle -> parts.artifacts().read(handle, runId, name, index));
    }

    @Override
    public List<DueDelivery> claimDeliveries(
            Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        return parts.deliveries().claim(lanes, perLane, max, hold, now);
    }

    @Override
    public List<Boolean> settle(List<Settlement> settlements) {
        return settlements.isEmpty() ? List.of() : parts.settlements().settle(settlements);
    }

    @Override
    public Page<Delivery> listDeliveries(DeliveryQuery query) {
        return parts.database().lookUp(handle -> DeliveryTable.list(handle, query));
    }

    @Override
    public Optional<Delivery> findDelivery(UUID deliveryId) {
        return parts.database().lookUp(handle -> DeliveryTable.find(handle, deliveryId));
    }

    @Override
    public List<DeliveryAttempt> attempts(UUID deliveryId) {
        return parts.database().lookUp(handle -> DeliveryTable.attempts(handle, deliveryId));
    }

    @Override
    public int redeliver(Redelivery which, Instant now) {
        int count = parts.deliveries().redeliver(which, now);
        parts.signals().deliveriesAvailable();
        return count;
    }
}
