package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;

/** The end of connections that cannot be ended in good order. */
final class Connections {

    private Connections() {}

    /**
     * Cuts a connection off, so that the client can tell that the answer is not whole. Closing an exchange would send the last chunk of a
     * chunked answer; on an interrupted thread that write closes the channel instead, and the server lets go of the connection.
     */
    static void kill(HttpExchange exchange) {
        boolean wasInterrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            exchange.close();
        } finally {
            Thread.interrupted();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
