package dev.windlass.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Stands between a store and PostgreSQL: swallows the reply to some commits and cuts the connection, or is out of reach altogether for a
 * while, like a server that was stopped.
 */
final class FaultyProxy implements AutoCloseable {

    /** How the server says that a transaction is committed: CommandComplete of PostgreSQL's protocol 3.0. */
    private static final byte[] COMMITTED = "C\0\0\0\u000bCOMMIT\0".getBytes(StandardCharsets.US_ASCII);

    /** How it says that a statement, which may have committed by itself, is done: the tag that follows. */
    private static final List<byte[]> DONE = Stream.of("SELECT ", "INSERT ", "UPDATE ", "DELETE ")
            .map(tag -> tag.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile List<byte[]> cutAt = List.of();
    private volatile double cutChance;
    private volatile boolean down;
    private volatile boolean silent;

    FaultyProxy(int target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    /** How often the reply to a commit is swallowed, 0 to 1. */
    void cutCommits(double chance) {
        cutAt = List.of(COMMITTED);
        cutChance = chance;
    }

    /** How often the reply to a statement is swallowed that was carried out, 0 to 1. */
    void cutReplies(double chance) {
        cutAt = DONE;
        cutChance = chance;
    }

    /** Closes all connections and refuses new ones, until {@link #up}. */
    void down() {
        down = true;
        sockets.forEach(FaultyProxy::closeQuietly);
    }

    void up() {
        down = false;
    }

    /** Keeps all connections and passes nothing on: what the server says from now on is lost. */
    void fallSilent() {
        silent = true;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (down) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The test is over, or the server refuses: the client sees a closed connection.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        daemon(() -> pump(client, upstream, false));
        daemon(() -> pump(upstream, client, true));
    }

    private void pump(Socket from, Socket to, boolean replies) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (replies && isCutAt(buffer, read) && chance()) {
                    cuts.incrementAndGet();
                    return;
                }
                if (!silent) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (SocketException e) {
            // Closed by the other direction, or by down().
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized boolean chance() {
        return random.nextDouble() < cutChance;
    }

    private boolean isCutAt(byte[] buffer, int length) {
        return cutAt.stream().anyMatch(tag -> contains(buffer, length, tag));
    }

    private static boolean contains(byte[] buffer, int length, byte[] tag) {
        for (int i = 0; i + tag.length <= length; i++) {
            int matched = 0;
            while (matched < tag.length && buffer[i + matched] == tag[matched]) {
                matched++;
            }
            if (matched == tag.length) {
                return true;
            }
        }
        return false;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        down();
    }
}
