package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import dev.windlass.http.rest.ServerEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another {@code HttpServerProvider} is dropped in by the JDK's own switch, which is read once: hence a JVM of its own. */
class ForeignProviderTest {

    @Test
    @Timeout(60)
    void theServerRunsOnAnotherProvider() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcom.sun.net.httpserver.HttpServerProvider=" + ForeignProvider.class.getName(),
                        "--add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("all well").contains("exchanges 5");
    }

    /** Asks each kind of answer of a server that the foreign provider made. */
    static final class Child {

        public static void main(String[] args) throws Exception {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            List<Route> routes = List.of(
                    Route.get("/now", Scope.READ, request -> Answer.text(200, "text/plain", request.remoteAddress()))
                            .produces(null),
                    Route.post("/echo", Scope.SUBMIT, request -> Answer.json(200, request.body())),
                    Route.get("/later", Scope.READ, request -> dev.windlass.http.rest.ApiResponse.later(later)),
                    Route.get(
                                    "/events",
                                    Scope.READ,
                                    request -> Answer.events(sink -> {
                                        sink.send(new ServerEvent("1", null, "one"));
                                        sink.end();
                                        return () -> {};
                                    }))
                            .produces("text/event-stream"));
            InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            JobHttpServer server =
                    JobHttpServer.start(anywhere, JobHttpHandler.builder().routes(routes));
            try (RawClient client = new RawClient(server.port())) {
                check(client.get("/now").read().body(), "127.0.0.1");
                check(client.post("/echo", "[1]").read().body(), "[1]");
                check(client.get("/nothing").read().header("content-type"), "application/problem+json");
                client.get("/later");
                later.complete(Answer.json(200, "7".getBytes(StandardCharsets.UTF_8)));
                check(client.read().body(), "7");
                check(client.get("/events").read().body(), "retry: 3000\n\nid: 1\ndata: one\n\n");
            }
            check(String.valueOf(server.stop(Duration.ofSeconds(2))), "true");
            System.out.println("all well, exchanges " + ForeignProvider.exchanges());
            System.exit(0);
        }

        private static void check(String actual, String expected) {
            if (!actual.equals(expected)) {
                throw new IllegalStateException("Expected " + expected + ", got " + actual);
            }
        }
    }
}
