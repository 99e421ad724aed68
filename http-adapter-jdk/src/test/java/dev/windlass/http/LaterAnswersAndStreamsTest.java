package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ServerEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come later and streams, when their clients or the server go away. */
@Timeout(60)
class LaterAnswersAndStreamsTest {

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(builder -> builder.haste(5));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aVanishedClientsLaterAnswerHurtsNobody() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
        }
        server.waiting.remove().complete(Answer.json(200, new byte[] {'1'}));
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            server.waiting.remove().complete(Answer.json(200, new byte[] {'2'}));
            assertThat(client.read().body()).isEqualTo("2");
            assertThat(client.get("/hello").read().body()).isEqualTo("hello");
        }
    }

    @Test
    void aLaterFailureIsAProblem() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            server.waiting.remove().completeExceptionally(new dev.windlass.job.NotFoundException("job", "x"));
            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    @Test
    void whoWaitsIsReleasedByTheDrain() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/later");
            await().until(() -> server.waiting.size() == 1);
            assertThat(server.server.drain(Duration.ofSeconds(5))).isTrue();
            assertThat(client.read().status()).isEqualTo(503);
        }
    }

    @Test
    void whoCanBeToldSomethingIsAskedForOnceAndGetsIt() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/hurried");
            await().until(() -> server.waiting.size() == 1);
            var drained = CompletableFuture.supplyAsync(() -> drain(Duration.ofSeconds(30)));
            await().until(() -> server.hurried.get() > 0);
            server.waiting.remove().complete(Answer.json(202, new byte[] {'1'}));
            RawClient.Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(drained.join()).isTrue();
            assertThat(server.hurried).hasValue(1);
        }
    }

    @Test
    void whoIsNotToldInTimeIsRefusedBeforeTheConnectionsClose() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/hurried");
            await().until(() -> server.waiting.size() == 1);
            assertThat(drain(Duration.ofSeconds(2))).isTrue();
            server.server.close();
            assertThat(client.read().status()).isEqualTo(503);
        }
    }

    private boolean drain(Duration atMost) {
        try {
            return server.server.drain(atMost);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventStreamSendsWhatItIsGiven() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/events");
            assertThat(client.readHead().header("content-type")).isEqualTo("text/event-stream");
            await().until(() -> server.sinks.size() == 1);
            server.sinks.peek().send(new ServerEvent("2", null, "c"));
            server.sinks.remove().end();
            assertThat(dechunked(client))
                    .isEqualTo("retry: 3000\n\nid: 1\nevent: first\ndata: a\ndata: b\n\nid: 2\ndata: c\n\n");
        }
        await().until(() -> server.closedSources.get() == 1);
    }

    @Test
    void aStreamWhoseClientDoesNotReadIsCutAndNeverLooksComplete() throws IOException {
        try (RawClient client = new RawClient(server.port(), 4_096)) {
            client.get("/events");
            await().until(() -> server.sinks.size() == 1);
            var sink = server.sinks.remove();
            String kilobyte = "x".repeat(1_000);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (int i = 0; i < 100; i++) {
                            sink.send(new ServerEvent(null, null, kilobyte));
                        }
                        return server.closedSources.get() == 1;
                    });
            assertThat(sink.send(new ServerEvent(null, null, "more"))).isFalse();
            client.readHead();
            assertThatThrownBy(() -> dechunked(client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatTakesItsTimeForALargeEventGetsItAllTheSame() throws IOException {
        // Many times what the kernel holds; read in several times the 400 ms that this server has for a client that
        // takes nothing.
        String large = "x".repeat(16 << 20);
        try (RawClient client = new RawClient(server.port(), 4_096)) {
            client.get("/events");
            client.readHead();
            await().until(() -> server.sinks.size() == 1);
            server.sinks.peek().send(new ServerEvent("2", null, large));
            server.sinks.remove().end();
            AtomicLong read = new AtomicLong();
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                int length = client.in().readNBytes(1 << 20).length;
                read.addAndGet(length);
                return length < 1 << 20;
            });
            assertThat(read.get()).isGreaterThan(16 << 20);
        }
    }

    @Test
    void aVanishedStreamClientIsNoticed() throws IOException {
        try (RawClient client = server.client()) {
            client.get("/events");
            await().until(() -> server.sinks.size() == 1);
        }
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> !server.sinks.peek().send(new ServerEvent(null, null, "x")));
        await().until(() -> server.closedSources.get() == 1);
    }

    private static String dechunked(RawClient client) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int size = Integer.parseInt(client.line(), 16); size > 0; size = Integer.parseInt(client.line(), 16)) {
            all.append(new String(client.in().readNBytes(size), java.nio.charset.StandardCharsets.UTF_8));
            client.line();
        }
        return all.toString();
    }
}
