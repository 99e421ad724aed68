package dev.windlass;

import java.util.function.Function;

/**
 * One intent, under which at most one thing is made however often it is asked for (seed row T7).
 *
 * @param scope who asks; keys of different scopes never meet
 * @param key 1–255 characters
 * @param fingerprint SHA-256 of what is asked, so that a key used again for something else is refused
 * @param reply renders what is to be replayed when the key comes again; called before the thing is stored, with the thing as it will be
 */
public record IdempotencyKey<T>(String scope, String key, byte[] fingerprint, Function<? super T, byte[]> reply) {}
