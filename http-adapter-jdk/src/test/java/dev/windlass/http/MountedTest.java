package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.windlass.http.guard.TrustedProxies;
import dev.windlass.http.pipeline.PipelineSettings;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The handler in a server of the host's own. */
@Timeout(30)
class MountedTest {

    private static JobHttpHandler.Builder builder() {
        return JobHttpHandler.builder()
                .routes(List.of(Route.get("/api/hello", Scope.READ, request -> Answer.text(200, "text/plain", "hello"))
                        .produces(null)));
    }

    @Test
    @Tag("C12")
    void theHostsEndpointsKeepWorkingNextToIt() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        JobHttpServer.setServerProperties();
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.setExecutor(executor);
        try (JobHttpHandler handler = builder().build()) {
            host.createContext("/legacy", exchange -> {
                exchange.sendResponseHeaders(200, 3);
                exchange.getResponseBody().write("old".getBytes(StandardCharsets.UTF_8));
                exchange.close();
            });
            host.createContext("/api", handler);
            host.createContext("/problems", handler);
            host.start();
            try (RawClient client = new RawClient(host.getAddress().getPort())) {
                assertThat(client.get("/legacy/thing").read().body()).isEqualTo("old");
                assertThat(client.get("/api/hello").read().body()).isEqualTo("hello");
                assertThat(client.get("/apiary").read().status()).isEqualTo(404);
                assertThat(client.get("/legacy").read().body()).isEqualTo("old");
                assertThat(client.get("/problems/not-found").read().status()).isEqualTo(200);
            }
        } finally {
            host.stop(0);
            executor.shutdownNow();
        }
    }

    @Test
    void withoutTokensItServesNobodyOnAnOpenServerUnlessTheHostChecks() throws Exception {
        for (boolean hostChecks : new boolean[] {false, true}) {
            PipelineSettings settings =
                    PipelineSettings.defaults().withTrustedProxies(TrustedProxies.of(List.of("127.0.0.0/8")));
            JobHttpServer.setServerProperties();
            HttpServer host = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
            try (JobHttpHandler handler = builder()
                    .settings(hostChecks ? settings.withHostAuthentication() : settings)
                    .build()) {
                host.createContext("/", handler);
                host.start();
                try (RawClient client = new RawClient(host.getAddress().getPort())) {
                    assertThat(client.get("/api/hello").read().status()).isEqualTo(hostChecks ? 200 : 401);
                    assertThat(client.get("/healthz").read().status()).isEqualTo(200);
                    assertThat(client.get("/metrics").read().status()).isEqualTo(200);
                    client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n");
                    assertThat(client.read().status()).isEqualTo(hostChecks ? 200 : 401);
                }
            } finally {
                host.stop(0);
            }
        }
    }
}
