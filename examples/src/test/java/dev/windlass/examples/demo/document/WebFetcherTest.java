package dev.windlass.examples.demo.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.RunCancelledException;
import dev.windlass.testing.RecordingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebFetcherTest {

    private final GuardedHttpClient open = new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8")));
    private final GuardedHttpClient strict = new GuardedHttpClient(AddressGuard.STRICT);
    private final RecordingContext context = new RecordingContext();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/docs/page", exchange -> send(exchange, 200, "<p>Hello.</p>".getBytes(StandardCharsets.UTF_8)));
        server.createContext("/status/", exchange -> send(exchange, status(exchange), new byte[0]));
        server.createContext("/bytes/", exchange -> send(exchange, 200, new byte[status(exchange)]));
        server.createContext("/slow", exchange -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        answer.countDown();
        server.stop(0);
        threads.shutdownNow();
        open.close();
        strict.close();
    }

    @Test
    void fetchesADocumentWithItsType() throws Exception {
        Document document = new WebFetcher(open).fetch(url("/docs/page?x=1"), context);
        assertThat(document.name()).isEqualTo("page");
        assertThat(document.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(DocumentText.of(document, context)).contains("Hello.");
    }

    @ParameterizedTest
    @CsvSource({
        "404,document_not_found,false",
        "403,document_not_found,false",
        "302,document_not_found,false",
        "429,document_unavailable,true",
        "500,document_unavailable,true",
        "503,document_unavailable,true",
    })
    void anAnswerWithoutADocumentFails(int status, String code, boolean retriable) {
        assertFails("/status/" + status, code, retriable);
    }

    @Test
    void tenMebibytesAreFetchedAndNoMore() throws Exception {
        assertThat(new WebFetcher(open)
                        .fetch(url("/bytes/" + Document.MAX_BYTES), context)
                        .bytes())
                .hasSize(Document.MAX_BYTES);
        assertFails("/bytes/" + (Document.MAX_BYTES + 1), "document_too_large", false);
    }

    @Test
    void aServerThatIsNotThereMayBeTriedAgain() {
        server.stop(0);
        assertFails("/docs/page", "document_unavailable", true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/a",
                "https://127.0.0.1/a",
                "https://localhost/a",
                "https://169.254.169.254/latest",
                "https://10.0.0.1/",
                "https://[::1]/a"
            })
    void anAddressThatIsNotPublicIsRefusedForGood(String url) {
        assertThatThrownBy(() -> new WebFetcher(strict).fetch(URI.create(url), context))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.asResult())
                                .extracting("code", "retriable")
                                .containsExactly("address_refused", false));
    }

    @Test
    void itGivesUpAtOnceWhenItIsCancelled() throws Exception {
        CompletableFuture<Document> fetched = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new WebFetcher(open).fetch(url("/slow"), context);
                    } catch (DocumentException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
        asked.await();
        context.cancel();
        await().until(fetched::isDone);
        assertThatThrownBy(fetched::join).hasCauseInstanceOf(RunCancelledException.class);
    }

    private void assertFails(String path, String code, boolean retriable) {
        assertThatThrownBy(() -> new WebFetcher(open).fetch(url(path), context))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.asResult())
                                .extracting("code", "retriable")
                                .containsExactly(code, retriable));
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static int status(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
