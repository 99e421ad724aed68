package dev.windlass.tck;

import dev.windlass.spi.NodeInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The part of a {@link History} in which nodes come and go. */
final class HistoryOfNodes {

    static final List<String> TYPES = List.of("echo", "other", "rare");

    private final Random random;
    private final Subjects subjects;
    private final Fixtures given;
    private final List<NodeInfo> nodes = new ArrayList<>();

    HistoryOfNodes(Random random, Subjects subjects, Fixtures given) {
        this.random = random;
        this.subjects = subjects;
        this.given = given;
    }

    /** One of those that have not been found dead. */
    NodeInfo any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    void join(List<String> log) {
        List<String> types = TYPES.subList(0, 1 + random.nextInt(TYPES.size()));
        NodeInfo node = new NodeInfo(given.id(), "node-" + nodes.size(), Set.copyOf(types), 4);
        log.add("join " + node);
        subjects.same("join", store -> store.join(node, Fixtures.LEASE).alive());
        nodes.add(node);
    }

    void renewOne(List<String> log) {
        NodeInfo node = any();
        log.add("renew " + node.id());
        subjects.same("renew", store -> store.renew(node, Fixtures.LEASE).alive());
    }

    void renewAll() {
        nodes.forEach(node -> subjects.same(
                "renew", store -> store.renew(node, Fixtures.LEASE).alive()));
    }

    /** @return the runs of those whose leases ran out */
    Set<UUID> lostRuns(List<String> log) {
        Set<UUID> lost = subjects.same("lost runs", store -> {
            Set<UUID> runs = new HashSet<>();
            store.lostRuns(1_000).forEach(run -> runs.add(run.token().runId()));
            return runs;
        });
        log.add("lost " + lost);
        List<NodeInfo> alive = subjects.first().liveNodes(null, 100);
        nodes.removeIf(node -> nodes.size() > 1 && !alive.contains(node));
        return lost;
    }
}
