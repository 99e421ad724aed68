package dev.windlass.http.webhook;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One request to a URL that somebody named, through the guard, whose answer counts whatever its status. One call is one request on the
 * wire. Thread-safe.
 */
public final class GuardedCall {

    private static final AddressGuard ANYWHERE = AddressGuard.opening(List.of("0.0.0.0/0", "::/0"));

    private final @Nullable String refusal;
    private final Progress progress = new Progress();
    private final Call call;

    /** @param request its body should come from {@link #oneShot} */
    public GuardedCall(GuardedHttpClient client, Request request) {
        this.refusal = client.refusal(request.url().toString());
        this.call = client.newCall(request.newBuilder()
                .tag(Progress.class, progress)
                // Left to itself OkHttp asks for gzip and unpacks whatever comes, a bomb too.
                .header("Accept-Encoding", "identity")
                .build());
    }

    /** Why no guard, however open, would let this URL pass; null when one could. */
    public static @Nullable String malformed(String url) {
        return UrlRules.refusal(url, ANYWHERE);
    }

    /** A body that OkHttp does not send again by itself. */
    public static RequestBody oneShot(byte[] bytes, @Nullable MediaType type) {
        return new OneShot(bytes, type);
    }

    /**
     * Sends it and reads the answer.
     *
     * @param maxBytes how much of the body is read; the rest is dropped
     * @throws IOException when there is no complete answer; {@link #nameOf} says why
     */
    public Reply execute(int maxBytes) throws IOException {
        if (refusal != null) {
            throw new AddressRefusedException("The URL " + refusal);
        }
        try (Response response = call.execute()) {
            BufferedSource source = response.body().source();
            Buffer read = new Buffer();
            long count = 0;
            while (count >= 0 && read.size() <= maxBytes) {
                count = source.read(read, maxBytes + 1L - read.size());
            }
            boolean cut = read.size() > maxBytes;
            byte[] body = read.readByteArray(Math.min(read.size(), maxBytes));
            if (cut) {
                call.cancel();
            }
            progress.hangUp();
            return new Reply(progress.status(), response.headers(), progress.retryAfter(), body, cut);
        }
    }

    /** Breaks it off, wherever it is; {@link #execute} then throws. */
    public void cancel() {
        call.cancel();
    }

    /** What went wrong, in snake case, for example {@code connect_refused} or {@code address_refused}. */
    public String nameOf(IOException failure) {
        return Failures.name(failure, progress.isSent());
    }

    /**
     * An answer.
     *
     * @param headers without {@code Retry-After}
     * @param retryAfter as the receiver wrote it; null when it did not
     * @param cut whether the body was longer than what was read of it
     */
    public record Reply(
            int status, Headers headers, @Nullable String retryAfter, byte[] body, boolean cut) {

        /** How long the receiver wants to be left alone, at most a day; null when it does not say. */
        public @Nullable Duration pause(Instant now) {
            return RetryAfter.parse(retryAfter, now);
        }
    }

    private static final class OneShot extends RequestBody {

        private final byte[] bytes;
        private final @Nullable MediaType type;

        OneShot(byte[] bytes, @Nullable MediaType type) {
            this.bytes = bytes;
            this.type = type;
        }

        @Override
        public @Nullable MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
