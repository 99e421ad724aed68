package dev.windlass.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the engine's threads. */
final class Threads {

    private Threads() {}

    /** A thread that does not keep the JVM alive and logs what kills it. Not started. */
    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> log().error("{} died", t.getName(), e));
        return thread;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Threads.class);
    }
}
