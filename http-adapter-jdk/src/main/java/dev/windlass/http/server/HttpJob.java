package dev.windlass.http.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.webhook.GuardedCall;
import dev.windlass.http.webhook.GuardedCall.Reply;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import dev.windlass.job.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Job type {@code http}: makes a request to another service, guarded as webhooks are. */
final class HttpJob implements JobHandler<HttpParams> {

    static final int MOST_READ = 1_048_576;

    /** The engine has no delay of one failure, so the attempt waits itself, and holds its slot meanwhile. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** What a pause leaves of the attempt's timeout, so that its end is told as what it is. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Besides 5xx: request timeout, too early, too many requests. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private static final int MOST_QUOTED = 300;

    private final GuardedHttpClient client;
    private final InstantSource clock;

    private HttpJob(GuardedHttpClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** @param clock what dates in {@code Retry-After} are reckoned from */
    static JobType<HttpParams> type(GuardedHttpClient client, InstantSource clock) {
        return JobType.of("http", HttpParams.class, new HttpJob(client, clock));
    }

    @Override
    public RunResult run(HttpParams params, RunContext context) throws InterruptedException {
        context.throwIfCancelled();
        Request request = request(params);
        GuardedCall call = new GuardedCall(client, request);
        CountDownLatch cancelled = new CountDownLatch(1);
        context.onCancel(() -> {
            cancelled.countDown();
            call.cancel();
        });
        try {
            Reply reply = call.execute(MOST_READ);
            return params.expects(reply.status()) ? completed(reply) : refused(reply, context, cancelled);
        } catch (IOException e) {
            // A call that was broken off fails like any other.
            context.throwIfCancelled();
            return failed(call.nameOf(e), request.url().host());
        }
    }

    private static Request request(HttpParams params) {
        Request.Builder builder = new Request.Builder().url(params.url()).header("User-Agent", "Windlass");
        params.headers().forEach(builder::header);
        return builder.method(params.method(), body(params)).build();
    }

    private static @Nullable RequestBody body(HttpParams params) {
        JsonNode body = params.body();
        if (body == null) {
            boolean needed = Set.of("POST", "PUT", "PATCH").contains(params.method());
            return needed ? GuardedCall.oneShot(new byte[0], null) : null;
        }
        boolean said = params.headers().keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        String type = body.isTextual() ? "text/plain; charset=utf-8" : "application/json";
        byte[] bytes = (body.isTextual() ? body.textValue() : body.toString()).getBytes(StandardCharsets.UTF_8);
        return GuardedCall.oneShot(bytes, said ? null : MediaType.get(type));
    }

    private static RunResult completed(Reply reply) {
        List<Warning> warnings = reply.cut()
                ? List.of(new Warning(
                        "answer_truncated", "Only the first " + MOST_READ + " bytes of the answer are kept"))
                : List.of();
        return RunResult.completed(HttpResult.of(reply), warnings);
    }

    private RunResult refused(Reply reply, RunContext context, CountDownLatch cancelled) throws InterruptedException {
        String code = "http_" + reply.status();
        String text = HttpResult.text(reply);
        String quoted = text == null || text.isBlank()
                ? ""
                : ": " + text.substring(0, Math.min(text.length(), MOST_QUOTED)).strip();
        String message = "The server answered " + reply.status() + quoted;
        if (reply.status() < 500 && !PASSING.contains(reply.status())) {
            return RunResult.failed(code, message);
        }
        Duration pause = pause(reply.pause(clock.instant()), context.remaining().orElse(null));
        if (!pause.isZero()) {
            context.message(
                    String.format(Locale.ROOT, "Waiting %d s, as the server asked", Math.max(1, pause.toSeconds())));
            if (cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RunCancelledException();
            }
        }
        return RunResult.failedForNow(code, message);
    }

    /** How long an attempt waits before it fails. @param remaining null when it has no timeout */
    static Duration pause(@Nullable Duration asked, @Nullable Duration remaining) {
        if (asked == null) {
            return Duration.ZERO;
        }
        Duration pause = asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
        Duration room = remaining == null ? pause : remaining.minus(MARGIN);
        Duration most = pause.compareTo(room) < 0 ? pause : room;
        return most.isNegative() ? Duration.ZERO : most;
    }

    /** Names the host only: what a name resolves to is not for everyone to know, and a query may hold a secret. */
    private static RunResult failed(String name, String host) {
        if (name.equals("address_refused")) {
            String message =
                    host + " may not be called: https goes to public addresses, all else needs --webhook-allow";
            return new RunResult.Failed(name, message, ErrorKind.APPLICATION, false);
        }
        return RunResult.failedForNow(name, "No answer from " + host + ": " + name.replace('_', ' '));
    }
}
