package dev.windlass.http.rest;

import java.io.IOException;
import java.io.InputStream;

/** What follows the head of an answer. */
public sealed interface Body {

    Body EMPTY = new Empty();

    /** Nothing: not even a length of zero in the case of 204 and 304. */
    record Empty() implements Body {}

    /** @param bytes not to be changed any more */
    record Bytes(byte[] bytes) implements Body {}

    /**
     * Bytes that are read while they are sent.
     *
     * @param length exactly how many; an answer that comes out shorter is cut off so that the client can tell
     */
    record Streamed(long length, Opener opener) implements Body {}

    /** Server-sent events. */
    record Events(EventSource source) implements Body {}

    /** Opens a body when its head is out; not called for HEAD. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }
}
