package dev.windlass.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a node can take.
 *
 * @param nodeId who asks
 * @param types the job types that it has handlers for; others stay in the queue
 * @param runIds an id for each run that may be made; as many as jobs are wanted, at least one
 * @param queueLimits how many more jobs of a queue it can take; a queue that is not named has no limit of its own
 */
public record ClaimRequest(UUID nodeId, Set<String> types, List<UUID> runIds, Map<String, Integer> queueLimits) {

    public ClaimRequest {
        types = Set.copyOf(types);
        runIds = List.copyOf(runIds);
        queueLimits = Map.copyOf(queueLimits);
    }

    /** How many jobs are wanted. */
    public int max() {
        return runIds.size();
    }
}
