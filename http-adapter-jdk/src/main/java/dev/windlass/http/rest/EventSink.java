package dev.windlass.http.rest;

/** The sending end of one event stream. Thread-safe; never blocks. */
public interface EventSink {

    /**
     * Queues an event, however large it is. A stream whose client reads too slowly is cut by the next event when its buffer is full; the
     * client comes back with {@code Last-Event-ID}.
     *
     * @return false when the stream is over, and nothing more needs to be sent
     */
    boolean send(ServerEvent event);

    /** No more events: the stream ends once what is queued is out. */
    void end();
}
