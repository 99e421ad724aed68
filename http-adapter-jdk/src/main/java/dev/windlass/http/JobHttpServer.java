package dev.windlass.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * A server of its own for the scheduler's routes, over the JDK's. Start it once; {@link #stop} ends it for good. Thread-safe.
 */
public final class JobHttpServer implements AutoCloseable {

    /** How many connections the kernel holds until they are accepted; the server's own default is 50. */
    private static final int BACKLOG = 1_024;

    /**
     * Read once, when the server's first class loads. Seconds where a time; on every JDK that has the property.
     */
    private static final Map<String, String> PROPERTIES = Map.of(
            // Without it an answer to a kept connection waits 40 ms for the client's delayed acknowledgement.
            "sun.net.httpserver.nodelay", "true",
            // Above it connections are closed after each answer; the default of 200 makes pools of clients reconnect.
            "sun.net.httpserver.maxIdleConnections", "10000",
            // Longest answer. It lets the server forget connections that were cut off in the middle of a later answer.
            "sun.net.httpserver.maxRspTime", "1800",
            "jdk.httpserver.maxConnections", "20000",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "65536");

    static {
        setServerProperties();
    }

    private final HttpServer server;
    private final JobHttpHandler handler;

    private JobHttpServer(HttpServer server, JobHttpHandler handler) {
        this.server = server;
        this.handler = handler;
    }

    /**
     * Sets the system properties that the JDK's server needs to be fast and bounded, those that are not set yet. The JDK reads them once,
     * when the process makes its first {@link HttpServer}: a host that makes one of its own calls this before. {@link #start} does it anyway.
     */
    public static void setServerProperties() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Starts serving.
     *
     * @param bind port 0 takes a free one
     * @throws IllegalStateException when it would be open to the network without a token
     * @throws IOException when the address cannot be had
     */
    public static JobHttpServer start(InetSocketAddress bind, JobHttpHandler.Builder builder) throws IOException {
        if (bind.isUnresolved()) {
            throw new IOException("There is no address " + bind.getHostString());
        }
        if (!bind.getAddress().isLoopbackAddress() && !builder.isGuarded()) {
            throw new IllegalStateException("Refusing to listen on " + bind.getHostString()
                    + " without a token: everybody there would be admin");
        }
        HttpServer server = HttpServer.create(bind, BACKLOG);
        JobHttpHandler handler = build(builder, server);
        server.setExecutor(handler.executor());
        server.createContext("/", handler);
        server.start();
        return new JobHttpServer(server, handler);
    }

    private static JobHttpHandler build(JobHttpHandler.Builder builder, HttpServer server) {
        try {
            return builder.build();
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** For example {@code http://127.0.0.1:8080}. */
    public String url() {
        String host = server.getAddress().getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Threads that serve a request now. */
    int busy() {
        return handler.busy();
    }

    /** Requests whose answers come later. */
    int waiting() {
        return handler.waiting();
    }

    /** See {@link JobHttpHandler#drain}. */
    public boolean drain(Duration atMost) throws InterruptedException {
        return handler.drain(atMost);
    }

    /** Drains, then closes every connection. */
    public boolean stop(Duration atMost) throws InterruptedException {
        try {
            return handler.drain(atMost);
        } finally {
            // With a delay, JDK 17 would wait it out whatever happens.
            server.stop(0);
            handler.close();
        }
    }

    /** Stops within a second. */
    @Override
    public void close() {
        try {
            stop(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
