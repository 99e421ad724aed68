package dev.windlass.store.jdbc;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids in UUIDv7 layout (RFC 9562 section 5.7) for what the store makes itself; each is larger than the one before. Thread-safe. */
final class StoreIds {

    private final StoreClock clock;
    private final RandomGenerator random;
    private long lastTick;

    StoreIds(StoreClock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Milliseconds, then twelve bits of counter that runs on into the milliseconds when it is used up. */
    synchronized UUID next() {
        lastTick = Math.max(lastTick + 1, (clock.now() / 1_000) << 12);
        long high = (lastTick >>> 12 << 16) | 0x7000 | (lastTick & 0xFFF);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
