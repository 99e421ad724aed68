package dev.windlass.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/** Takes jobs out of the lanes in dispatch order: a merge of their heads, so the work depends on what is taken, not on what waits. */
final class Picker {

    private static final Comparator<Lane> BY_HEAD = (a, b) -> Sorting.PLACE.compare(a.peek(), b.peek());

    private final QueueIndex index;

    Picker(QueueIndex index) {
        this.index = index;
    }

    /** @param limits how many more of a queue; queues that are not named have no limit */
    void pick(Set<String> types, Map<String, Integer> limits, int max, Consumer<JobEntry> taker) {
        List<Lane> open = index.open(types);
        if (!limits.isEmpty()) {
            open.removeIf(lane -> limits.getOrDefault(lane.queue, 1) < 1);
        }
        if (open.size() == 1) {
            Lane only = open.get(0);
            take(only, Math.min(max, limits.getOrDefault(only.queue, max)), taker);
        } else if (!open.isEmpty()) {
            merge(open, new HashMap<>(limits), max, taker);
        }
    }

    private void take(Lane lane, int max, Consumer<JobEntry> taker) {
        for (int taken = 0; taken < max && !lane.isEmpty(); taken++) {
            JobEntry job = lane.poll();
            index.taken(lane);
            taker.accept(job);
        }
    }

    private void merge(List<Lane> open, Map<String, Integer> left, int max, Consumer<JobEntry> taker) {
        PriorityQueue<Lane> heads = new PriorityQueue<>(open.size(), BY_HEAD);
        heads.addAll(open);
        int taken = 0;
        while (taken < max && !heads.isEmpty()) {
            Lane lane = heads.remove();
            Integer allowed = left.get(lane.queue);
            if (allowed != null && allowed < 1) {
                continue;
            }
            take(lane, 1, taker);
            taken++;
            if (allowed != null) {
                left.put(lane.queue, allowed - 1);
            }
            if (!lane.isEmpty()) {
                heads.add(lane);
            }
        }
    }
}
