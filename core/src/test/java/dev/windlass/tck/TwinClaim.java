package dev.windlass.tck;

import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.util.List;
import java.util.UUID;

/** The same claim in each store: the tokens differ by their fences. */
record TwinClaim(List<ClaimedRun> claims, NodeInfo node) {

    ClaimedRun in(int store) {
        return claims.get(store);
    }

    UUID jobId() {
        return in(0).job().id();
    }

    UUID runId() {
        return in(0).token().runId();
    }
}
