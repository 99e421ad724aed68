package dev.windlass.http.webhook;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Requests URLs that others named, with the guard in every connection: no redirects, no proxy, no retries, bounded in time. Plain http
 * goes to addresses in the allow-list only. Thread-safe.
 */
public final class GuardedHttpClient implements AutoCloseable {

    /** Of a whole call, its answer included. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Shorter than the shortest common keep-alive of servers (2 s), so that a connection is not used just as it is closed. */
    private static final Duration IDLE = Duration.ofMillis(1_500);

    private static final int MOST_IDLE = 64;

    private final AddressGuard guard;
    private final TimedDns dns;
    private final OkHttpClient secure;
    private final OkHttpClient plain;

    public GuardedHttpClient(AddressGuard guard) {
        this(guard, UnaryOperator.identity());
    }

    /** @param tuning for example other trusted certificates; what keeps the client safe cannot be undone by it */
    public GuardedHttpClient(AddressGuard guard, UnaryOperator<OkHttpClient.Builder> tuning) {
        this(guard, tuning, Dns.SYSTEM);
    }

    GuardedHttpClient(AddressGuard guard, UnaryOperator<OkHttpClient.Builder> tuning, Dns resolver) {
        this.guard = guard;
        this.dns = new TimedDns(resolver, CONNECT_TIMEOUT);
        OkHttpClient.Builder tuned = tuning.apply(new OkHttpClient.Builder()
                .callTimeout(CALL_TIMEOUT)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(CALL_TIMEOUT)
                .writeTimeout(CALL_TIMEOUT)
                .connectionPool(new ConnectionPool(MOST_IDLE, IDLE.toMillis(), TimeUnit.MILLISECONDS)));
        this.secure = tuned.dns(dns)
                .proxy(Proxy.NO_PROXY)
                // A connection of HTTP/2 outlives its call, and answers pings without a bound on what it remembers.
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .eventListenerFactory(Progress::of)
                .addNetworkInterceptor(Progress::intercept)
                .socketFactory(new GuardedSocketFactory(guard, false))
                .build();
        this.plain = secure.newBuilder()
                .socketFactory(new GuardedSocketFactory(guard, true))
                .build();
    }

    /** Why a URL cannot be requested, judged by its text alone; null when it can. */
    public @Nullable String refusal(String url) {
        return UrlRules.refusal(url, guard);
    }

    /** A call that was not started. A body should be one-shot, or OkHttp sends it again after some answers. */
    public Call newCall(Request request) {
        return (request.isHttps() ? secure : plain).newCall(request);
    }

    /**
     * Gets what a URL points to.
     *
     * @param maxBytes of the answer, after it was unpacked
     * @throws IOException when it cannot be had, is refused by the guard, or is larger
     */
    public Fetched get(String url, long maxBytes) throws IOException {
        String refusal = refusal(url);
        if (refusal != null) {
            throw new AddressRefusedException("The URL " + refusal);
        }
        try (Response response = newCall(new Request.Builder().url(url).build()).execute()) {
            ResponseBody body = response.body();
            return new Fetched(response.code(), response.header("Content-Type"), read(body.source(), maxBytes));
        }
    }

    private static byte[] read(BufferedSource source, long maxBytes) throws IOException {
        Buffer read = new Buffer();
        while (read.size() <= maxBytes) {
            if (source.read(read, maxBytes + 1 - read.size()) < 0) {
                return read.readByteArray();
            }
        }
        throw new IOException("The answer has more than " + maxBytes + " bytes");
    }

    /**
     * An answer.
     *
     * @param contentType null when it did not say
     */
    public record Fetched(int statusCode, @Nullable String contentType, byte[] body) {}

    /** Closes idle connections. */
    @Override
    public void close() {
        dns.close();
        secure.connectionPool().evictAll();
        secure.dispatcher().executorService().shutdown();
    }
}
