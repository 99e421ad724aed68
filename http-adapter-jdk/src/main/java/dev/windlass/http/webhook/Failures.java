package dev.windlass.http.webhook;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Names what went wrong, for the delivery's log. */
final class Failures {

    private Failures() {}

    /** Snake case. @param sent whether the request went out */
    static String name(IOException failure, boolean sent) {
        if (AddressRefusedException.isBehind(failure)) {
            return "address_refused";
        }
        if (failure instanceof InterruptedIOException) {
            return sent ? "timeout" : "connect_timeout";
        }
        if (failure instanceof UnknownHostException) {
            return "unknown_host";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "connect_refused";
        }
        return broken(failure);
    }

    private static String broken(IOException failure) {
        if (failure instanceof SSLException) {
            return "tls_error";
        }
        if (failure instanceof ProtocolException) {
            return "protocol_error";
        }
        if (failure instanceof SocketException) {
            return "connection_reset";
        }
        return isEnd(failure) ? "connection_closed" : "io_error";
    }

    private static boolean isEnd(IOException failure) {
        return failure instanceof EOFException || failure.getCause() instanceof EOFException;
    }
}
