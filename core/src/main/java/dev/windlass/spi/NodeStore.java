package dev.windlass.spi;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

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

    /** The nodes whose leases are good. */
    List<NodeInfo> liveNodes();

    /**
     * Marks nodes dead whose leases ran out, which cannot be undone, and returns up to {@code limit} runs that dead nodes still hold.
     * Which of them is rescued by whom is decided by the fence when the rescue is applied.
     */
    List<HeldRun> lostRuns(int limit);

    /** All runs that a node holds, for finding cancel requests and claims whose reply was lost. */
    List<HeldRun> heldRuns(UUID nodeId);
}
