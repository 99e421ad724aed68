package dev.windlass.store.memory;

import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import dev.windlass.store.memory.JobEntry.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Hands waiting jobs to nodes. */
final class Claims {

    private final Tables tables;
    private final Picker picker;
    /** Grows with every claim. */
    private long fence;

    Claims(Tables tables) {
        this.tables = tables;
        this.picker = new Picker(tables.queue);
    }

    List<ClaimedRun> claim(ClaimRequest request) {
        NodeEntry node = tables.nodes.alive(request.nodeId());
        if (node == null) {
            return List.of();
        }
        Instant now = tables.now();
        tables.queue.promote(now);
        List<ClaimedRun> claimed = new ArrayList<>(Math.min(request.max(), tables.queue.ready()));
        picker.pick(
                request.types(),
                request.queueLimits(),
                request.max(),
                job -> claimed.add(take(job, node, request, claimed.size(), now)));
        return claimed;
    }

    private ClaimedRun take(JobEntry job, NodeEntry node, ClaimRequest request, int index, Instant now) {
        RunToken token = new RunToken(request.runIds().get(index), job.id(), ++fence);
        LiveRun run = new LiveRun(token, node, job, now);
        job.place = Place.CLAIMED;
        job.starts++;
        job.fence = token.fence();
        job.live = run;
        tables.runs.add(run);
        tables.changed(job);
        return new ClaimedRun(job.spec(), token, job.attempts + 1, job.starts, job.statesSent);
    }
}
