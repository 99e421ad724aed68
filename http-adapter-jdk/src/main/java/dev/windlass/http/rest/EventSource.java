package dev.windlass.http.rest;

/** Where the events of one stream come from. */
@FunctionalInterface
public interface EventSource {

    /**
     * Called once, on a request thread, when the head of the answer is out. Replayed events may be sent from inside this call; live ones
     * later, from any thread.
     *
     * @return what to close when the stream has ended, whoever ended it; closed exactly once
     */
    AutoCloseable open(EventSink sink);
}
