package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.Deadlines.Patience;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes answers to exchanges, each piece under a deadline. When it throws, the client has an answer that is visibly cut off or none,
 * and the exchange must be abandoned, never closed in good order.
 */
final class AnswerWriter {

    /** What the server copies at once; larger pieces would cost as much direct memory per thread. */
    private static final int PIECE = 16 * 1024;

    /** Read and thrown away so that a client that is still sending sees the answer instead of a reset. */
    private static final long MAX_DRAIN = 8L << 20;

    private static final byte[] NOTHING = {};

    private final Deadlines deadlines;
    private final EventStreams streams;

    AnswerWriter(Deadlines deadlines, EventStreams streams) {
        this.deadlines = deadlines;
        this.streams = streams;
    }

    /** @param unread whether the request may have a body that was not read */
    void write(HttpExchange exchange, Answer answer, boolean unread) throws IOException {
        if (answer.body() instanceof Body.Events events) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                setHeaders(exchange, answer.headers());
                send(exchange, answer.status(), NOTHING, false);
            } else if (streams.reserve()) {
                setHeaders(exchange, answer.headers());
                streams.open(exchange, answer.status(), events.source());
            } else {
                write(exchange, streams.refusal(exchange.getRequestURI().getRawPath(), answer.headers()), unread);
            }
            return;
        }
        setHeaders(exchange, answer.headers());
        if (exchange.getRequestMethod().equals("HEAD")) {
            // A 204 has no length, and a 304 has none of its own (RFC 9110 section 8.6).
            if (answer.status() != 204 && answer.status() != 304) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(length(answer.body())));
            }
            send(exchange, answer.status(), NOTHING, false);
        } else if (answer.body() instanceof Body.Streamed streamed) {
            stream(exchange, answer.status(), streamed);
        } else {
            send(exchange, answer.status(), answer.body() instanceof Body.Bytes body ? body.bytes() : NOTHING, unread);
        }
    }

    private static long length(Body body) {
        if (body instanceof Body.Streamed streamed) {
            return streamed.length();
        }
        return body instanceof Body.Bytes bytes ? bytes.bytes().length : 0;
    }

    private void send(HttpExchange exchange, int status, byte[] bytes, boolean unread) throws IOException {
        arm(Patience.WRITE);
        // The server's length: -1 is none, 0 is chunked. With -1 it ends the exchange by itself.
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            OutputStream out = exchange.getResponseBody();
            for (int offset = 0; offset < bytes.length; offset += PIECE) {
                arm(Patience.WRITE);
                out.write(bytes, offset, Math.min(PIECE, bytes.length - offset));
            }
            if (unread) {
                out.flush();
                arm(Patience.DRAIN);
                drain(exchange.getRequestBody());
            }
        }
        exchange.close();
        disarm();
    }

    private void stream(HttpExchange exchange, int status, Body.Streamed body) throws IOException {
        try (InputStream in = body.opener().open()) {
            arm(Patience.WRITE);
            exchange.sendResponseHeaders(status, body.length() == 0 ? -1 : body.length());
            disarm();
            OutputStream out = exchange.getResponseBody();
            byte[] piece = new byte[PIECE];
            for (long left = body.length(); left > 0; ) {
                // Not armed here: this read may be a call of the store.
                int read = in.read(piece, 0, (int) Math.min(PIECE, left));
                if (read < 0) {
                    throw new IOException("The body ended " + left + " bytes early");
                }
                arm(Patience.WRITE);
                out.write(piece, 0, read);
                disarm();
                left -= read;
            }
        }
        exchange.close();
    }

    private static void drain(InputStream in) {
        byte[] waste = new byte[PIECE];
        try {
            long left = MAX_DRAIN;
            for (int read = in.read(waste); read >= 0 && left > 0; read = in.read(waste)) {
                left -= read;
            }
        } catch (IOException e) {
            // The client is gone or too slow; the answer is out all the same.
        }
    }

    /** The server throws on line breaks and cuts characters to bytes, so what does not fit is replaced. */
    private static void setHeaders(HttpExchange exchange, Map<String, String> headers) {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, sanitized(value)));
    }

    private static String sanitized(String value) {
        boolean fits = true;
        for (int i = 0; fits && i < value.length(); i++) {
            fits = value.charAt(i) >= 0x20 && value.charAt(i) < 0x7f;
        }
        if (fits) {
            return value;
        }
        StringBuilder clean = new StringBuilder(value.length());
        value.chars().forEach(c -> clean.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
        return clean.toString();
    }

    private void arm(Patience patience) {
        deadlines.watch().arm(patience);
    }

    private void disarm() throws IOException {
        if (!deadlines.watch().disarm()) {
            throw new IOException("The client reads too slowly");
        }
    }
}
