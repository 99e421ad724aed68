package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.EventSource;
import dev.windlass.http.rest.ServerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open event stream: a bounded buffer, and at most one writer at a time that empties it. Thread-safe. */
final class EventStream implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    /** A stream with this much to send takes no more. One event may be larger: the params of a job alone may be 1 MiB. */
    private static final int MAX_BUFFERED = 256 * 1024;

    /** Written in one turn, within the patience for streams. */
    private static final int PIECE = 16 * 1024;

    private static final byte[] NOTHING = {};
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HELLO = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);

    private enum State {
        OPEN,
        /** What is buffered is still to be sent. */
        ENDING,
        /** The client is too slow or gone. */
        CUT,
        CLOSED
    }

    private final HttpExchange exchange;
    private final Executor writers;
    private final Deadlines deadlines;
    private final Consumer<EventStream> onClose;
    private final Queue<byte[]> buffer = new ArrayDeque<>();
    private int buffered;
    private boolean writing;
    /** What was taken from the buffer; touched by the one writer only. */
    private byte[] batch = NOTHING;

    private int written;
    private State state = State.OPEN;
    private @Nullable AutoCloseable subscription;

    EventStream(HttpExchange exchange, Executor writers, Deadlines deadlines, Consumer<EventStream> onClose) {
        this.exchange = exchange;
        this.writers = writers;
        this.deadlines = deadlines;
        this.onClose = onClose;
    }

    void start(EventSource source) {
        put(HELLO);
        try {
            AutoCloseable opened = source.open(this);
            synchronized (this) {
                subscription = opened;
                if (state != State.CLOSED) {
                    return;
                }
            }
            unsubscribe();
        } catch (RuntimeException e) {
            LOG.warn("An event stream could not be opened", e);
            cut();
        }
    }

    @Override
    public boolean send(ServerEvent event) {
        return put(Frames.of(event));
    }

    void heartbeat() {
        synchronized (this) {
            if (writing || state != State.OPEN) {
                return;
            }
        }
        put(COMMENT);
    }

    private boolean put(byte[] frame) {
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            if (buffered >= MAX_BUFFERED) {
                state = State.CUT;
            } else {
                buffer.add(frame);
                buffered += frame.length;
            }
        }
        wake();
        return true;
    }

    @Override
    public void end() {
        synchronized (this) {
            if (state == State.OPEN) {
                state = State.ENDING;
            }
        }
        wake();
    }

    private void cut() {
        synchronized (this) {
            if (state != State.CLOSED) {
                state = State.CUT;
            }
        }
        wake();
    }

    private void wake() {
        synchronized (this) {
            if (writing || state == State.CLOSED) {
                return;
            }
            writing = true;
        }
        queueUp();
    }

    private void queueUp() {
        try {
            writers.execute(this::write);
        } catch (RejectedExecutionException e) {
            close(true);
        }
    }

    /** One piece, then it is the turn of other streams: a client that reads slowly must not keep a writer to itself. */
    private void write() {
        if (written == batch.length) {
            byte[] next = take();
            if (next == null) {
                return;
            }
            batch = next;
            written = 0;
        }
        try {
            writePiece();
        } catch (IOException e) {
            deadlines.watch().disarm();
            close(true);
            return;
        }
        queueUp();
    }

    private void writePiece() throws IOException {
        int length = Math.min(PIECE, batch.length - written);
        deadlines.watch().arm(Deadlines.Patience.STREAM);
        OutputStream out = exchange.getResponseBody();
        out.write(batch, written, length);
        written += length;
        if (written == batch.length) {
            out.flush();
            batch = NOTHING;
            written = 0;
        }
        if (!deadlines.watch().disarm()) {
            throw new IOException("The client reads too slowly");
        }
    }

    /** Everything that is buffered; null when there is nothing to write, with {@code writing} given up or the stream closed. */
    private byte @Nullable [] take() {
        boolean cut;
        synchronized (this) {
            cut = state == State.CUT;
            if (!cut && !buffer.isEmpty()) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream(buffered);
                buffer.forEach(batch::writeBytes);
                buffer.clear();
                buffered = 0;
                return batch.toByteArray();
            }
            if (state == State.OPEN) {
                writing = false;
                return null;
            }
        }
        close(cut);
        return null;
    }

    private void close(boolean cut) {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            buffer.clear();
        }
        if (cut) {
            Connections.kill(exchange);
        } else {
            deadlines.watch().arm(Deadlines.Patience.STREAM);
            exchange.close();
            deadlines.watch().disarm();
        }
        onClose.accept(this);
        unsubscribe();
    }

    private void unsubscribe() {
        AutoCloseable closing;
        synchronized (this) {
            closing = subscription;
            subscription = null;
        }
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (Exception e) {
            LOG.warn("The source of an event stream could not be closed", e);
        }
    }
}
