package dev.windlass.http.rules;

import dev.windlass.IdempotencyKey;
import dev.windlass.Submitted;
import dev.windlass.http.json.StrictJson;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Honours {@code Idempotency-Key} (seed row T7; IETF draft-ietf-httpapi-idempotency-key-header-07). One instance per server: it knows
 * which keys are being worked on. Across servers the store decides. Thread-safe.
 */
public final class Idempotency {

    /** Marks an answer that was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private record Use(String scope, String key) {}

    private final Map<Use, byte[]> inProgress = new ConcurrentHashMap<>();

    /**
     * Makes something at most once, and answers the same bytes each time, on a route whose answers never come later.
     *
     * @param keyed makes it under a key
     * @param plain makes it without one
     * @param render the answer; called before the thing is stored when there is a key
     */
    public <T> ApiResponse once(
            ApiRequest request,
            Function<IdempotencyKey<T>, Submitted<T>> keyed,
            Supplier<T> plain,
            Function<? super T, Answer> render) {
        return once(request, keyed, plain, render, Idempotency::cannotFollow);
    }

    /**
     * The same on a route where the client chooses whether it waits: how long is no part of what it asks for, so a key may come again
     * without the wait that it first came with.
     *
     * @param follow answers a repeated request whose first one waited, with what has become of the thing
     */
    public <T> ApiResponse once(
            ApiRequest request,
            Function<IdempotencyKey<T>, Submitted<T>> keyed,
            Supplier<T> plain,
            Function<? super T, Answer> render,
            Function<UUID, ApiResponse> follow) {
        String key = IdempotencyHeader.read(request);
        if (key == null) {
            return render.apply(plain.get());
        }
        AtomicReference<@Nullable Answer> stored = new AtomicReference<>();
        Function<T, byte[]> reply = thing -> {
            Answer answer = render.apply(thing);
            stored.set(answer);
            return new StoredAnswer.Rendered(answer).encode();
        };
        Submitted<T> submitted = exclusively(request, key, reply, keyed);
        if (submitted instanceof Submitted.Made<T> made) {
            Answer answer = stored.get();
            return answer == null ? render.apply(made.value()) : answer;
        }
        return replay(((Submitted.Replayed<T>) submitted).reply(), follow);
    }

    /**
     * Makes something at most once whose answer comes later; a repeated request waits for the same thing.
     *
     * @param id of the job or run that was made
     * @param follow answers with what becomes of it
     */
    public <T> ApiResponse onceAndFollow(
            ApiRequest request,
            Function<IdempotencyKey<T>, Submitted<T>> keyed,
            Supplier<T> plain,
            Function<? super T, UUID> id,
            Function<UUID, ApiResponse> follow) {
        String key = IdempotencyHeader.read(request);
        if (key == null) {
            return follow.apply(id.apply(plain.get()));
        }
        Function<T, byte[]> reply = thing -> new StoredAnswer.Followed(id.apply(thing)).encode();
        Submitted<T> submitted = exclusively(request, key, reply, keyed);
        if (submitted instanceof Submitted.Made<T> made) {
            return follow.apply(id.apply(made.value()));
        }
        return replay(((Submitted.Replayed<T>) submitted).reply(), follow);
    }

    private <T> Submitted<T> exclusively(
            ApiRequest request,
            String key,
            Function<T, byte[]> reply,
            Function<IdempotencyKey<T>, Submitted<T>> keyed) {
        Use use = new Use(request.principal().name(), key);
        byte[] fingerprint = fingerprint(request);
        byte[] other = inProgress.putIfAbsent(use, fingerprint);
        if (other != null) {
            throw busy(MessageDigest.isEqual(other, fingerprint)).exception();
        }
        try {
            return keyed.apply(new IdempotencyKey<>(use.scope(), use.key(), fingerprint, reply));
        } finally {
            inProgress.remove(use);
        }
    }

    private static Problem busy(boolean same) {
        return same
                ? Problem.of(
                                ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS,
                                "The first request with this Idempotency-Key is still being worked on")
                        .retryAfter(Duration.ofSeconds(1))
                : Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key is being used for another request");
    }

    private static ApiResponse replay(byte[] reply, Function<UUID, ApiResponse> follow) {
        StoredAnswer stored = StoredAnswer.decode(reply);
        ApiResponse response = stored instanceof StoredAnswer.Rendered rendered
                ? rendered.answer()
                : follow.apply(((StoredAnswer.Followed) stored).id());
        return response.map(answer -> answer.with(REPLAYED, "true"));
    }

    private static ApiResponse cannotFollow(UUID id) {
        throw new IllegalStateException("The stored answer refers to " + id + ", but this operation answers at once");
    }

    private static byte[] fingerprint(ApiRequest request) {
        MessageDigest digest = Digests.sha256();
        digest.update(request.method().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.path().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        if (request.body().length > 0) {
            digest.update(CanonicalJson.of(StrictJson.parse(request.body())).getBytes(StandardCharsets.UTF_8));
        }
        return digest.digest();
    }
}
