package dev.windlass.store.jdbc;

import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What idempotency keys led to, {@code windlass_idempotency}. */
final class IdempotencyTable {

    /** A key of one principal. */
    record Key(String scope, String key) {

        static Key of(IdempotencyRecord record) {
            return new Key(Text.clean(record.scope()), Text.clean(record.key()));
        }
    }

    private final StoreClock clock;

    IdempotencyTable(StoreClock clock) {
        this.clock = clock;
    }

    Optional<StoredReply> find(Handle handle, String scope, String key) {
        return handle.createQuery("SELECT fingerprint, reply FROM windlass_idempotency"
                        + " WHERE scope = :scope AND idem_key = :key AND expires_at > :at")
                .bind("scope", Text.clean(scope))
                .bind("key", Text.clean(key))
                .bind("at", clock.now())
                .map(rows -> new StoredReply(rows.getBytes(1), rows.getBytes(2)))
                .findOne();
    }

    /** The replies of those of these keys that are in use. */
    Map<Key, StoredReply> find(Handle handle, Collection<Key> keys) {
        Map<Key, StoredReply> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        Rows rows = new Rows("in_scope varchar", "in_key varchar");
        keys.forEach(key -> rows.add(key.scope, key.key));
        rows.bind(handle.createQuery("SELECT k.scope, k.idem_key, k.fingerprint, k.reply FROM " + rows.source()
                        + " JOIN windlass_idempotency k ON k.scope = i.in_scope AND k.idem_key = i.in_key"
                        + " WHERE k.expires_at > :at"))
                .bind("at", clock.now())
                .map(result -> found.put(
                        new Key(result.getString(1), result.getString(2)),
                        new StoredReply(result.getBytes(3), result.getBytes(4))))
                .list();
        return found;
    }

    /**
     * Stores keys that are free or expired. A key that another transaction is about to store is waited for; that one's commit then makes
     * this fail with a duplicate key, and the whole submission is tried again.
     */
    void insert(Handle handle, List<IdempotencyRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Rows rows =
                new Rows("scope varchar", "idem_key varchar", "fingerprint bytea", "reply bytea", "expires_at bigint");
        for (IdempotencyRecord record : records) {
            Key key = Key.of(record);
            deleteExpired(handle, key);
            rows.add(key.scope, key.key, record.fingerprint(), record.reply(), Micros.of(record.expiresAt()));
        }
        rows.insertInto(handle, "windlass_idempotency");
    }

    private void deleteExpired(Handle handle, Key key) {
        handle.createUpdate(
                        "DELETE FROM windlass_idempotency WHERE scope = :scope AND idem_key = :key AND expires_at <= :at")
                .bind("scope", key.scope)
                .bind("key", key.key)
                .bind("at", clock.now())
                .execute();
    }
}
