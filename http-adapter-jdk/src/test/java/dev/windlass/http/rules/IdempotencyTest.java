package dev.windlass.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.IdempotencyKey;
import dev.windlass.Submitted;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T7")
class IdempotencyTest {

    /** Keeps replies as a store does. */
    private static final class Keys {
        final Map<String, byte[]> replies = new HashMap<>();
        final Map<String, byte[]> fingerprints = new HashMap<>();
        final AtomicInteger made = new AtomicInteger();

        Submitted<UUID> submit(IdempotencyKey<UUID> key) {
            String use = key.scope() + " " + key.key();
            byte[] reply = replies.get(use);
            if (reply != null) {
                assertThat(Arrays.equals(fingerprints.get(use), key.fingerprint()))
                        .isTrue();
                return new Submitted.Replayed<>(reply);
            }
            UUID id = new UUID(7, made.incrementAndGet());
            replies.put(use, key.reply().apply(id));
            fingerprints.put(use, key.fingerprint());
            return new Submitted.Made<>(id);
        }
    }

    private final Keys keys = new Keys();
    private final Idempotency idempotency = new Idempotency();

    private static Answer render(UUID id) {
        return Answer.json(202, Json.of(Map.of("job_id", id.toString(), "ä", "€")))
                .with("Location", "/api/jobs/" + id);
    }

    private Answer once(ApiRequest request) {
        return (Answer) idempotency.once(
                request, keys::submit, () -> new UUID(0, keys.made.incrementAndGet()), IdempotencyTest::render);
    }

    private static byte[] bytes(Answer answer) {
        return ((Body.Bytes) answer.body()).bytes();
    }

    @Test
    void theSameKeyGetsTheSameBytesAgain() {
        Answer first = once(Requests.post("/api/jobs", "{\"a\":1,\"b\":2}", "Idempotency-Key", "k"));
        Answer again = once(Requests.post("/api/jobs", " {\"b\":2.0, \"a\":1}", "Idempotency-Key", "\"k\""));
        assertThat(keys.made).hasValue(1);
        assertThat(again.status()).isEqualTo(202);
        assertThat(bytes(again)).isEqualTo(bytes(first));
        assertThat(again.headers()).containsAllEntriesOf(first.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(first.headers()).doesNotContainKey("Idempotency-Replayed");
    }

    @Test
    void withoutAKeyEachRequestMakesSomething() {
        once(Requests.post("/api/jobs", "{}"));
        once(Requests.post("/api/jobs", "{}"));
        assertThat(keys.made).hasValue(2);
    }

    @Test
    void theFingerprintIsOfMethodPathAndBody() {
        Map<String, byte[]> prints = new HashMap<>();
        Function<ApiRequest, String> print = request -> {
            idempotency.once(
                    request,
                    key -> {
                        prints.put("last", key.fingerprint());
                        return new Submitted.Made<>(new UUID(0, 0));
                    },
                    () -> new UUID(0, 0),
                    IdempotencyTest::render);
            return Arrays.toString(prints.get("last"));
        };
        String one = print.apply(Requests.post("/a", "{\"x\":1}", "Idempotency-Key", "k"));
        assertThat(print.apply(Requests.post("/a", "{\"x\": 1}", "Idempotency-Key", "k")))
                .isEqualTo(one);
        assertThat(print.apply(Requests.post("/a", "{\"x\":2}", "Idempotency-Key", "k")))
                .isNotEqualTo(one);
        assertThat(print.apply(Requests.post("/b", "{\"x\":1}", "Idempotency-Key", "k")))
                .isNotEqualTo(one);
        assertThat(print.apply(Requests.post("/a", "", "Idempotency-Key", "k"))).isNotEqualTo(one);
    }

    @Test
    void whileTheFirstIsBeingWorkedOnTheSecondIsToldToComeAgain() {
        ApiRequest request = Requests.post("/a", "{}", "Idempotency-Key", "k");
        ApiRequest other = Requests.post("/b", "{}", "Idempotency-Key", "k");
        idempotency.once(
                request,
                key -> {
                    assertProblem(() -> once(request), ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS, "1");
                    assertProblem(() -> once(other), ProblemCode.IDEMPOTENCY_KEY_REUSED, null);
                    return keys.submit(key);
                },
                () -> new UUID(0, 0),
                IdempotencyTest::render);
        assertThat(once(request).headers()).containsKey("Idempotency-Replayed");
    }

    @Test
    void aFailedAttemptLeavesTheKeyFree() {
        ApiRequest request = Requests.post("/a", "{}", "Idempotency-Key", "k");
        assertThatThrownBy(() -> idempotency.<UUID>once(
                        request,
                        key -> {
                            throw new IllegalStateException("down");
                        },
                        () -> new UUID(0, 0),
                        IdempotencyTest::render))
                .isInstanceOf(IllegalStateException.class);
        assertThat(once(request).status()).isEqualTo(202);
    }

    @Test
    void aReplayOfSomethingThatIsAnsweredLaterFollowsTheSameThing() {
        ApiRequest request = Requests.post("/story/generate", "{}", "Idempotency-Key", "k");
        Function<UUID, ApiResponse> follow =
                id -> ApiResponse.later(CompletableFuture.completedFuture(Answer.json(200, Json.of(id.toString()))));
        ApiResponse first = idempotency.onceAndFollow(request, keys::submit, () -> new UUID(0, 0), id -> id, follow);
        ApiResponse again = idempotency.onceAndFollow(request, keys::submit, () -> new UUID(0, 0), id -> id, follow);
        Answer one = ((ApiResponse.Later) first).answer().toCompletableFuture().join();
        Answer two = ((ApiResponse.Later) again).answer().toCompletableFuture().join();
        assertThat(bytes(two)).isEqualTo(bytes(one));
        assertThat(two.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(keys.made).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"plain,plain", "'\"quoted\"',quoted", "'\"a\\\"b\\\\c\"','a\"b\\c'", "' spaced ',spaced", "a b,a b"})
    void theKeyMayBeBareOrQuoted(String header, String key) {
        assertThat(IdempotencyHeader.read(Requests.post("/a", "", "Idempotency-Key", header)))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "\"open", "\"a\"b\"", "\"a\\x\"", "\"a\\\"", "ä", "a\tb"})
    void aBrokenKeyIsRefused(String header) {
        assertProblem(
                () -> IdempotencyHeader.read(Requests.post("/a", "", "Idempotency-Key", header)),
                ProblemCode.INVALID_HEADER,
                null);
    }

    @Test
    void aKeyIsAtMost255LongAndGivenOnce() {
        assertThat(IdempotencyHeader.read(Requests.post("/a", "", "Idempotency-Key", "k".repeat(255))))
                .hasSize(255);
        assertProblem(
                () -> IdempotencyHeader.read(Requests.post("/a", "", "Idempotency-Key", "k".repeat(256))),
                ProblemCode.INVALID_HEADER,
                null);
        assertProblem(
                () -> IdempotencyHeader.read(Requests.post("/a", "", "Idempotency-Key", "k", "Idempotency-Key", "k")),
                ProblemCode.INVALID_HEADER,
                null);
    }

    private static void assertProblem(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
            ProblemCode code,
            @org.jspecify.annotations.Nullable String retryAfter) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().headers().get("Retry-After")).isEqualTo(retryAfter);
        });
    }
}
