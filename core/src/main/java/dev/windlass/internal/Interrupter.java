package dev.windlass.internal;

/** Interrupts a handler's thread when its attempt should stop, and never after the handler has returned. Made on that thread. */
final class Interrupter implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private boolean closed;

    Interrupter(Attempt attempt, boolean enabled) {
        if (enabled) {
            attempt.onStop(this::interrupt);
        }
    }

    private synchronized void interrupt() {
        if (!closed) {
            thread.interrupt();
        }
    }

    /**
     * No interrupt comes after it, and one that came is cleared: what follows on this thread talks to the store, and an interrupted
     * thread would close an H2 database.
     */
    @Override
    public synchronized void close() {
        closed = true;
        Thread.interrupted();
    }
}
