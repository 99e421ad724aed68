package dev.windlass.spi;

/** What is stored under an idempotency key: the fingerprint of the request that used it first, and the reply that it got. */
public record StoredReply(byte[] fingerprint, byte[] reply) {}
