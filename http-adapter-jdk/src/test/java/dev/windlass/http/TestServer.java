package dev.windlass.http;

import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rest.EventSink;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rest.ServerEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server with a route for each thing that can go wrong. */
final class TestServer implements AutoCloseable {

    final Queue<CompletableFuture<Answer>> waiting = new ConcurrentLinkedQueue<>();
    final Queue<EventSink> sinks = new ConcurrentLinkedQueue<>();
    final AtomicInteger closedSources = new AtomicInteger();
    final AtomicInteger hurried = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    final JobHttpServer server;

    TestServer() throws IOException {
        this(builder -> builder);
    }

    TestServer(UnaryOperator<JobHttpHandler.Builder> options) throws IOException {
        server = JobHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                options.apply(JobHttpHandler.builder().routes(routes())));
    }

    int port() {
        return server.port();
    }

    RawClient client() throws IOException {
        return new RawClient(port());
    }

    private List<Route> routes() {
        return List.of(
                Route.get("/hello", Scope.READ, request -> {
                            calls.incrementAndGet();
                            return Answer.text(200, "text/plain", "hello");
                        })
                        .produces(null),
                Route.post("/echo", Scope.SUBMIT, request -> {
                    calls.incrementAndGet();
                    return Answer.json(200, JsonObjectReader.of(request).all());
                }),
                Route.action("/act", Scope.ADMIN, request -> Answer.empty(204)),
                Route.get("/items/{id}", Scope.READ, request -> Answer.text(200, "text/plain", request.pathParam("id")))
                        .produces(null),
                Route.get(
                        "/empty/{status}",
                        Scope.READ,
                        request -> Answer.empty(Integer.parseInt(request.pathParam("status")))),
                Route.get("/exception", Scope.READ, request -> {
                    throw new IllegalStateException("secret");
                }),
                Route.get("/error", Scope.READ, request -> {
                    throw new StackOverflowError("secret");
                }),
                Route.get(
                        "/header",
                        Scope.READ,
                        request -> Answer.json(200, new byte[] {'1'}).with("X-Evil", "a\r\nSet-Cookie: b=ü")),
                Route.get("/later", Scope.READ, request -> {
                    CompletableFuture<Answer> answer = new CompletableFuture<>();
                    waiting.add(answer);
                    return dev.windlass.http.rest.ApiResponse.later(answer);
                }),
                Route.get("/hurried", Scope.READ, request -> {
                    CompletableFuture<Answer> answer = new CompletableFuture<>();
                    waiting.add(answer);
                    return dev.windlass.http.rest.ApiResponse.later(answer, hurried::incrementAndGet);
                }),
                Route.get("/big", Scope.READ, request -> Answer.bytes(200, "text/plain", new byte[32 << 20]))
                        .produces(null),
                Route.get(
                                "/cut",
                                Scope.READ,
                                request -> Answer.stream(
                                        200,
                                        "text/plain",
                                        new Body.Streamed(100_000, () -> new ByteArrayInputStream(new byte[50_000]))))
                        .produces(null),
                Route.get(
                                "/broken",
                                Scope.READ,
                                request ->
                                        Answer.stream(200, "text/plain", new Body.Streamed(100_000, BrokenStream::new)))
                        .produces(null),
                Route.get(
                                "/events",
                                Scope.READ,
                                request -> Answer.events(sink -> {
                                    sink.send(new ServerEvent("1", "first", "a\nb"));
                                    sinks.add(sink);
                                    return closedSources::incrementAndGet;
                                }))
                        .produces("text/event-stream"));
    }

    private static final class BrokenStream extends InputStream {
        private int left = 50_000;

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the store went away");
            }
            return 'x';
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
