package dev.windlass.store.memory;

import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Idempotency keys and what they led to. */
final class KeyTable {

    private static final Comparator<IdempotencyRecord> BY_EXPIRY = Comparator.comparing(IdempotencyRecord::expiresAt)
            .thenComparing(IdempotencyRecord::scope)
            .thenComparing(IdempotencyRecord::key);

    private final Map<Address, IdempotencyRecord> records = new HashMap<>();
    private final SortedBlocks<IdempotencyRecord> byExpiry = new SortedBlocks<>(BY_EXPIRY);

    private record Address(String scope, String key) {}

    @Nullable
    StoredReply find(String scope, String key, Instant now) {
        IdempotencyRecord found = records.get(new Address(scope, key));
        return found == null || !found.expiresAt().isAfter(now)
                ? null
                : new StoredReply(found.fingerprint(), found.reply());
    }

    /** Replaces one that has expired. */
    void put(IdempotencyRecord entry) {
        IdempotencyRecord old = records.put(new Address(entry.scope(), entry.key()), entry);
        if (old != null) {
            byExpiry.remove(old);
        }
        byExpiry.add(entry);
    }

    int prune(Instant now, int limit) {
        int pruned = 0;
        while (pruned < limit
                && !byExpiry.isEmpty()
                && !byExpiry.first().expiresAt().isAfter(now)) {
            IdempotencyRecord old = byExpiry.pollFirst();
            records.remove(new Address(old.scope(), old.key()));
            pruned++;
        }
        return pruned;
    }
}
