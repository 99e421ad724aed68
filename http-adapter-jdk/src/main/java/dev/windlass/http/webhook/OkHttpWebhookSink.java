package dev.windlass.http.webhook;

import dev.windlass.spi.WebhookSink;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends webhooks over OkHttp. One {@code send} is one request on the wire. */
public final class OkHttpWebhookSink implements WebhookSink {

    private static final Logger LOG = LoggerFactory.getLogger(OkHttpWebhookSink.class);
    private static final MediaType JSON = MediaType.get("application/json");

    private final GuardedHttpClient client;
    private final InstantSource clock;
    private final Targets targets;

    /**
     * @param client closed with this sink
     * @param clock what dates in {@code Retry-After} are reckoned from
     */
    public OkHttpWebhookSink(GuardedHttpClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.targets = new Targets(client::refusal);
    }

    @Override
    public Answer send(Request request) {
        HttpUrl url = targets.of(request.url());
        if (url == null) {
            return failed("url_refused");
        }
        Progress progress = new Progress();
        try {
            return send(client.newCall(toOkHttp(url, request, progress)), progress);
        } catch (IOException e) {
            // A status that came before something else was wrong is an answer: a 204 with a body, for example.
            return progress.status() == 0 ? failed(Failures.name(e, progress.isSent())) : answered(progress, null);
        } catch (RuntimeException e) {
            LOG.warn("Sending a webhook failed unexpectedly", e);
            return failed("client_error");
        }
    }

    private static okhttp3.Request toOkHttp(HttpUrl url, Request request, Progress progress) {
        okhttp3.Request.Builder builder = new okhttp3.Request.Builder()
                .url(url)
                .tag(Progress.class, progress)
                .header("User-Agent", "Windlass-Webhooks")
                // Left to itself OkHttp asks for gzip and unpacks whatever comes, a bomb too.
                .header("Accept-Encoding", "identity");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            builder.header(header.getKey(), header.getValue());
        }
        return builder.post(new OneShot(request.body())).build();
    }

    private Answer send(Call call, Progress progress) throws IOException {
        try (Response response = call.execute()) {
            String text = AnswerText.read(response, call::cancel);
            progress.hangUp();
            return answered(progress, text);
        }
    }

    private Answer answered(Progress progress, @Nullable String text) {
        return new Answer(progress.status(), null, RetryAfter.parse(progress.retryAfter(), clock.instant()), text);
    }

    private static Answer failed(String error) {
        return new Answer(null, error, null, null);
    }

    @Override
    public @Nullable String refusal(String url) {
        return client.refusal(url);
    }

    @Override
    public void close() {
        client.close();
    }

    /** A body that OkHttp must not send twice, as it otherwise would after 408, and after 503 with {@code Retry-After: 0}. */
    private static final class OneShot extends RequestBody {

        private final byte[] bytes;

        OneShot(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
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
