package dev.windlass.spi;

import java.time.Instant;

/**
 * Remembers what a key led to (seed row T7).
 *
 * @param scope who used it, so that keys of different principals never meet
 * @param key as the client wrote it
 * @param fingerprint SHA-256 of the request, to find a key that is used again for something else
 * @param reply what to answer when it comes again; opaque to the store
 * @param expiresAt when it is forgotten
 */
public record IdempotencyRecord(String scope, String key, byte[] fingerprint, byte[] reply, Instant expiresAt) {}
