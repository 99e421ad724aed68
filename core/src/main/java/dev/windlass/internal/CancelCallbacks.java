package dev.windlass.internal;

import dev.windlass.job.RunContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a handler wants to be run when its attempt should stop: one after the other, on at most one thread at a time, however many there
 * are. Thread-safe.
 */
final class CancelCallbacks {

    private final Executor executor;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private boolean stopped;
    private boolean running;

    CancelCallbacks(Executor executor) {
        this.executor = executor;
    }

    private final class Waiting implements RunContext.Registration {
        private final Runnable callback;

        Waiting(Runnable callback) {
            this.callback = callback;
        }

        void run() {
            try {
                callback.run();
            } catch (Throwable e) {
                log().warn("What a handler wanted to be run on cancel threw", e);
            }
        }

        @Override
        public void close() {
            synchronized (CancelCallbacks.this) {
                waiting.remove(this);
            }
        }
    }

    RunContext.Registration add(Runnable callback) {
        Waiting added = new Waiting(callback);
        synchronized (this) {
            waiting.add(added);
        }
        runIfStopped();
        return added;
    }

    void stop() {
        synchronized (this) {
            stopped = true;
        }
        runIfStopped();
    }

    private void runIfStopped() {
        synchronized (this) {
            if (!stopped || running || waiting.isEmpty()) {
                return;
            }
            running = true;
        }
        executor.execute(() -> {
            for (Waiting next = next(); next != null; next = next()) {
                next.run();
            }
        });
    }

    private synchronized @Nullable Waiting next() {
        Iterator<Waiting> all = waiting.iterator();
        running = all.hasNext();
        if (!running) {
            return null;
        }
        Waiting next = all.next();
        all.remove();
        return next;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(CancelCallbacks.class);
    }
}
