package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something at most once for a key (seed row T7). */
final class Idempotency {

    /** Stores a thing that was made, together with its key. */
    interface Store<T> {
        /** @return null when it was stored; what the key led to before otherwise */
        @Nullable
        StoredReply store(T made, IdempotencyRecord record);
    }

    private Idempotency() {}

    /**
     * Looks the key up first, so that a repeated request is answered even when it could not be made again.
     *
     * @throws ConflictException KEY_REUSED
     */
    static <T> Submitted<T> once(Engine engine, IdempotencyKey<T> key, Supplier<T> make, Store<T> store) {
        if (key.key().isEmpty() || key.key().length() > 255) {
            throw new InvalidRequestException("/idempotency_key", "must be 1 to 255 characters");
        }
        Optional<StoredReply> before = engine.store().findReply(key.scope(), key.key());
        if (before.isPresent()) {
            return replay(key, before.get());
        }
        T made = make.get();
        IdempotencyRecord record = new IdempotencyRecord(
                key.scope(),
                key.key(),
                key.fingerprint(),
                key.reply().apply(made),
                engine.clock().instant().plus(engine.settings().idempotencyTtl()));
        StoredReply reply = store.store(made, record);
        return reply == null ? new Submitted.Made<>(made) : replay(key, reply);
    }

    private static <T> Submitted<T> replay(IdempotencyKey<T> key, StoredReply stored) {
        if (!MessageDigest.isEqual(stored.fingerprint(), key.fingerprint())) {
            throw new ConflictException(Reason.KEY_REUSED, "The idempotency key was used with another request");
        }
        return new Submitted.Replayed<>(stored.reply());
    }
}
