package dev.windlass.http.surface;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rules.Conditional;
import dev.windlass.http.rules.Polling;
import dev.windlass.http.rules.Prefer;
import dev.windlass.job.Ids;
import dev.windlass.job.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers about one job or run: conditional, paced, and late where the client is willing to wait. */
final class Reads<T> {

    /** Waiters that came together must not come back together. */
    private static final int JITTER_PARTS = 16;

    /** A watch is timed by another clock than instants are. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMillis(5);

    /** {@code Jobs.watch} or {@code JobRuns.watch}. */
    interface Watch<T> {
        CompletionStage<T> watch(UUID id, Predicate<T> until, Duration atMost);
    }

    private final String noun;
    private final Function<UUID, Optional<T>> finder;
    private final Watch<T> watch;
    private final Host host;

    Reads(String noun, Function<UUID, Optional<T>> finder, Watch<T> watch, Host host) {
        this.noun = noun;
        this.finder = finder;
        this.watch = watch;
        this.host = host;
    }

    /** What this id means. @throws NotFoundException when it is none */
    UUID id(String id) {
        return Ids.parse(id).orElseThrow(() -> new NotFoundException(noun, id));
    }

    /** The thing with this id. @throws NotFoundException also when it is no id at all */
    T require(String id) {
        return find(id).orElseThrow(() -> new NotFoundException(noun, id));
    }

    Optional<T> find(String id) {
        return Ids.parse(id).flatMap(finder);
    }

    /**
     * The answer to a GET of this id. A client that waits and shows what it has seen hears of the first change; one that shows nothing
     * hears of the end.
     */
    ApiResponse get(ApiRequest request, String id, Face<T> face) {
        T thing = require(id);
        Duration wait = Prefer.of(request).atMost();
        boolean seen = Conditional.hasSeen(request);
        Predicate<T> until = now -> face.ended(now) || (seen && !Conditional.isKnown(request, face.tag(now)));
        if (wait == null || wait.isZero() || until.test(thing)) {
            return answer(request, face, thing);
        }
        UUID uuid = Ids.parse(id).orElseThrow();
        // A 304 is owed at the end of the time, not before it.
        CompletionStage<T> watched = seen
                ? changed(uuid, until, face.changesByItself(thing), wait)
                : watch.watch(uuid, until, jittered(wait));
        return later(uuid, watched, now -> applied(request, answer(request, face, now)));
    }

    /** A watch looks when somebody changes the thing; what the clock does to it is looked at besides, when it is due. */
    private CompletionStage<T> changed(UUID id, Predicate<T> until, @Nullable Instant byItself, Duration atMost) {
        Duration first = byItself == null
                ? atMost
                : Duration.between(host.now(), byItself).plus(CLOCKS_DIFFER);
        if (first.compareTo(atMost) >= 0) {
            return watch.watch(id, until, atMost);
        }
        return watch.watch(id, until, first)
                .thenCompose(now -> until.test(now)
                        ? CompletableFuture.completedFuture(now)
                        : watch.watch(id, until, atMost.minus(first)));
    }

    /** Answers when it has ended or the time is over, whichever is first; sooner when the server stops. */
    ApiResponse ended(UUID id, Face<T> face, Duration wait, Function<T, Answer> render) {
        return later(id, watch.watch(id, face::ended, jittered(wait)), render);
    }

    private ApiResponse later(UUID id, CompletionStage<T> watch, Function<T, Answer> render) {
        CompletableFuture<T> watched = watch.toCompletableFuture();
        return ApiResponse.later(watched.thenApplyAsync(render, host.renderers), () -> letGo(id, watched));
    }

    /** With the thing as it is. When the store does not say in time, the server refuses who waits. */
    private void letGo(UUID id, CompletableFuture<T> watched) {
        CompletableFuture.supplyAsync(() -> finder.apply(id), host.renderers)
                .thenAccept(now -> now.ifPresent(watched::complete));
    }

    private Duration jittered(Duration wait) {
        return wait.minusNanos(host.random.nextLong(Math.max(1, wait.toNanos() / JITTER_PARTS)));
    }

    /** Says that the client's wish to wait was heeded (RFC 7240 section 3). */
    static Answer applied(ApiRequest request, Answer answer) {
        Duration wait = request.headers().has("Prefer") ? Prefer.of(request).atMost() : null;
        return wait == null ? answer : answer.with("Preference-Applied", "wait=" + wait.toSeconds());
    }

    /** 200, or 304 when the client has it already. */
    private Answer answer(ApiRequest request, Face<T> face, T thing) {
        String tag = face.tag(thing);
        Answer answer = Conditional.isKnown(request, tag) ? Answer.empty(304) : Answer.json(200, face.body(thing));
        return paced(answer.with("ETag", tag).with("Cache-Control", "no-cache"), face, thing);
    }

    /** The answer to what made the thing, or changed it. */
    Answer shown(int status, Face<T> face, T thing) {
        Answer answer = Answer.json(status, face.body(thing))
                .with("Location", face.location(thing))
                .with("ETag", face.tag(thing))
                .with("Cache-Control", "no-cache");
        return paced(answer, face, thing);
    }

    private Answer paced(Answer answer, Face<T> face, T thing) {
        return face.ended(thing)
                ? answer
                : answer.with("Retry-After", Polling.retryAfter(Duration.between(face.since(thing), host.now())));
    }
}
