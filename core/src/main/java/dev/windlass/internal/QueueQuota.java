package dev.windlass.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of each queue that has slots of its own is taken, held or running. Not thread-safe. */
final class QueueQuota {

    private final Map<String, Integer> slots;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param slots see {@code Settings.queueSlots} */
    QueueQuota(Map<String, Integer> slots) {
        this.slots = slots;
    }

    void take(List<Attempt> attempts) {
        if (slots.isEmpty()) {
            return;
        }
        for (Attempt attempt : attempts) {
            String queue = HeldJobs.job(attempt).queue();
            if (slots.containsKey(queue)) {
                taken.merge(queue, 1, Integer::sum);
            }
        }
    }

    /** @return whether that made room in a queue that may have been full */
    boolean giveBack(Attempt attempt) {
        if (slots.isEmpty() || attempt.claim() == null) {
            return false;
        }
        String queue = HeldJobs.job(attempt).queue();
        return slots.containsKey(queue) && taken.merge(queue, -1, Integer::sum) >= 0;
    }

    /** How many more each of these queues may take. */
    Map<String, Integer> room() {
        if (slots.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> room = new HashMap<>();
        slots.forEach((queue, limit) -> room.put(queue, Math.max(0, limit - taken.getOrDefault(queue, 0))));
        return room;
    }
}
