package dev.windlass.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Nodes and their leases, by the store's clock. */
public interface NodeStore {

    /**
     * Registers a process that is about to claim jobs, with a lease that starts now. A store of a single process declares all former
     * nodes dead.
     */
    NodePulse join(NodeInfo node, Duration lease);

    /**
     * Renews a lease, also one that has run out, unless somebody has marked the node dead. Its types and slots are replaced.
     *
     * @return whether the node is alive, with the store's time
     */
    NodePulse renew(NodeInfo node, Duration lease);

    /** A node that has released its runs says goodbye. Its name stays known to the history. */
    void leave(UUID nodeId);

    /**
     * The nodes whose leases are good, by id.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit fewer are returned only when there are no more
     */
    List<NodeInfo> liveNodes(@Nullable UUID after, int limit);

    /**
     * Marks nodes dead whose leases ran out, which cannot be undone, and returns up to {@code limit} runs that dead nodes still hold.
     * Which of them is rescued by whom is decided by the fence when the rescue is applied.
     */
    List<HeldRun> lostRuns(int limit);

    /** Of which of these live runs somebody asked to cancel the job, and how. Costs what is asked, whatever else is held. */
    Map<UUID, CancelRequest> cancelRequests(Collection<UUID> runIds);

    /**
     * The runs that a node holds, by run id, for finding claims whose reply was lost. May read whatever is held by anybody.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit fewer are returned only when there are no more
     */
    List<HeldRun> heldRuns(UUID nodeId, @Nullable UUID after, int limit);
}
