package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ServerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting costs a socket, never a thread. */
@Timeout(120)
class ThousandsOfWaitersTest {

    private static final int POLLS = 5_000;
    private static final int STREAMS = 500;

    @Test
    @Tag("M4")
    void fiveThousandPollsAndFiveHundredStreamsWaitAtOnce() throws IOException {
        List<RawClient> polls = new ArrayList<>();
        List<RawClient> streams = new ArrayList<>();
        try (TestServer server = new TestServer()) {
            try (RawClient warmUp = server.client()) {
                warmUp.get("/hello").read();
            }
            for (int i = 0; i < POLLS; i++) {
                polls.add(server.client().get("/later"));
            }
            for (int i = 0; i < STREAMS; i++) {
                streams.add(server.client().get("/events"));
            }
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(server.waiting.size()).isEqualTo(POLLS);
                assertThat(server.sinks.size()).isEqualTo(STREAMS);
            });
            await().until(() -> server.server.busy() == 0);
            assertThat(threads()).isLessThan(180);
            try (RawClient other = server.client()) {
                assertThat(other.get("/hello").read().status()).isEqualTo(200);
            }
            server.waiting.forEach(answer -> answer.complete(Answer.json(200, "7".getBytes(StandardCharsets.UTF_8))));
            server.sinks.forEach(sink -> sink.send(new ServerEvent("2", null, "released")));
            for (RawClient client : polls) {
                assertThat(client.read().body()).isEqualTo("7");
            }
            for (RawClient client : streams) {
                client.readHead();
                assertThat(client.skipTo("data: released")).isTrue();
            }
        } finally {
            for (RawClient client : polls) {
                client.close();
            }
            for (RawClient client : streams) {
                client.close();
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("windlass-http"))
                .count();
    }

    @Test
    void overTheCapAStreamIsRefusedAtOnceAndAClosedOneMakesRoom() throws IOException {
        try (TestServer server = new TestServer(builder -> builder.maxStreams(2))) {
            try (RawClient one = server.client();
                    RawClient two = server.client();
                    RawClient three = server.client()) {
                one.get("/events").readHead();
                two.get("/events").readHead();
                RawClient.Reply refused = three.get("/events").read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("10");
                assertThat(refused.body()).contains("\"code\":\"overloaded\"");
                assertThat(three.get("/hello").read().status()).isEqualTo(200);
            }
            server.sinks.forEach(sink -> await().until(() -> !sink.send(new ServerEvent(null, null, "x"))));
            try (RawClient four = server.client()) {
                assertThat(four.get("/events").readHead().status()).isEqualTo(200);
            }
        }
    }
}
