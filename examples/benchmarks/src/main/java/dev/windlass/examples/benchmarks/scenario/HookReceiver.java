package dev.windlass.examples.benchmarks.scenario;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver on a port of its own that reads what comes and answers 204. */
final class HookReceiver implements AutoCloseable {

    /** What to do with a body before it is answered. */
    interface Manners {
        void take(byte[] body) throws InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    HookReceiver(Manners manners) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                manners.take(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
