package dev.windlass.internal;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 ids (RFC 9562 section 5.7) that grow strictly within a process: the 12 bits behind the millisecond count up, and run
 * ahead of the clock when more than 4 096 ids are made in a millisecond. Thread-safe when its randomness is.
 */
public final class IdGenerator implements Supplier<UUID> {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_62 = 0x3FFF_FFFF_FFFF_FFFFL;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public IdGenerator(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID get() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
        long high = (tick >>> 12 << 16) | VERSION_7 | (tick & 0xFFF);
        return new UUID(high, (random.nextLong() & RANDOM_62) | VARIANT);
    }
}
