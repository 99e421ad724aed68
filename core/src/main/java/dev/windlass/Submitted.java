package dev.windlass;

/** What asking for something led to. */
public sealed interface Submitted<T> {

    /** It was made. */
    record Made<T>(T value) implements Submitted<T> {}

    /** It had been made before under the same key; this is what was stored to be replayed. */
    record Replayed<T>(byte[] reply) implements Submitted<T> {}
}
