package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Deliveries that were put off behind one that is settled now, and need no longer wait for it. Not thread-safe. */
final class Followers {

    private static final String WAITING =
            " AND windlass_outbox.hold <= 0 AND windlass_outbox.next_at > windlass_outbox.retry_at";

    private record Settled(String lane, UUID orderKey) {}

    /** One that is due again since {@code time}. */
    private record Woken(String lane, long time) {}

    private final boolean together;
    private final List<Settled> settled = new ArrayList<>();
    private final List<Woken> woken = new ArrayList<>();

    Followers(Dialect dialect) {
        together = dialect.isShared();
    }

    void of(String lane, UUID orderKey) {
        settled.add(new Settled(lane, orderKey));
    }

    /** Called once those that they wait for are locked: nothing is put off behind one that is locked. */
    void wake(Handle handle) {
        if (settled.isEmpty()) {
            return;
        }
        if (together) {
            Rows rows = new Rows("in_lane varchar", "in_key uuid");
            settled.forEach(one -> rows.add(one.lane, one.orderKey));
            rows.bind(handle.createQuery("UPDATE windlass_outbox SET next_at = windlass_outbox.retry_at FROM "
                            + rows.source() + " WHERE windlass_outbox.lane = i.in_lane"
                            + " AND windlass_outbox.order_key = i.in_key" + WAITING
                            + " RETURNING windlass_outbox.lane, windlass_outbox.retry_at"))
                    .map(found -> new Woken(found.getString(1), found.getLong(2)))
                    .list()
                    .forEach(woken::add);
        } else {
            wakeEach(handle);
        }
        settled.clear();
    }

    private void wakeEach(Handle handle) {
        Batch batch = handle.createBatch(
                "UPDATE windlass_outbox SET next_at = retry_at WHERE lane = :in_lane AND order_key = :in_key"
                        + WAITING);
        for (Settled one : settled) {
            batch.bind("in_lane", one.lane).bind("in_key", one.orderKey).add();
        }
        batch.execute();
    }

    /** Tells whoever looks at lanes. Called once they can be seen by others. */
    void tell(DueLanes lanes) {
        woken.forEach(one -> lanes.woke(one.lane, one.time));
    }
}
