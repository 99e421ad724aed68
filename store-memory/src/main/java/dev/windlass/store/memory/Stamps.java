package dev.windlass.store.memory;

/** Counts changes. Guarded by the store's lock. */
final class Stamps {

    /** Of a finished run, which never changes again. */
    static final long FINISHED = 0;

    private long last = FINISHED;

    long next() {
        return ++last;
    }
}
