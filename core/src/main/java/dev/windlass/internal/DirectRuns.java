package dev.windlass.internal;

import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts direct executions (seed row C7): runs without a job, which the next free slots of this node take. Thread-safe. */
public final class DirectRuns {

    private final JobTypes types;
    private final NodeAgent agent;
    private final Node node;
    private final Submitter submitter;
    private final DirectLane lane;
    private final Runnable wakeSlot;
    private final LiveAttempts live;
    private final Aftermath aftermath;
    private final @Nullable Duration timeout;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /**
     * @param wakeSlot makes an idle slot look at the lane
     * @param timeout of types that have none of their own; null for none
     */
    DirectRuns(
            JobTypes types,
            NodeAgent agent,
            Node node,
            Submitter submitter,
            DirectLane lane,
            Runnable wakeSlot,
            LiveAttempts live,
            Aftermath aftermath,
            @Nullable Duration timeout,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.types = types;
        this.agent = agent;
        this.node = node;
        this.submitter = submitter;
        this.lane = lane;
        this.wakeSlot = wakeSlot;
        this.live = live;
        this.aftermath = aftermath;
        this.timeout = timeout;
        this.ids = ids;
        this.clock = clock;
    }

    /** A run of a type that this node has. @throws NotFoundException when it has not @throws InvalidRequestException naming a bad param */
    public JobRun make(String jobType, Json params) {
        registered(jobType).read(params);
        agent.ensureJoined();
        return JobRun.waitingDirect(ids.get(), jobType, node.id(), node.name(), 0, clock.instant());
    }

    private JobTypes.Registered<?> registered(String jobType) {
        JobTypes.Registered<?> registered = types.find(jobType);
        if (registered == null) {
            throw new NotFoundException("job type", jobType);
        }
        return registered;
    }

    /** Stores and queues it. @return as {@link Submitter#submit} @throws OverloadedException when too many wait */
    public @Nullable StoredReply submit(
            JobRun run, Json params, @Nullable String traceparent, @Nullable IdempotencyRecord key) {
        Duration own = registered(run.jobType()).type().timeout();
        Attempt attempt = Attempt.direct(run, params, own == null ? timeout : own, traceparent);
        lane.reserve();
        StoredReply replay = null;
        boolean stored = false;
        live.add(attempt);
        try {
            replay = submitter.store(run, key);
            stored = replay == null;
        } finally {
            if (!stored) {
                lane.giveUpPlace();
                live.remove(attempt);
            }
        }
        if (stored) {
            aftermath.directAccepted(run);
            lane.add(attempt);
            wakeSlot.run();
        }
        return replay;
    }
}
