package dev.windlass.http.webhook;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Remembers URLs that were judged and parsed, since most requests go to few of them. Thread-safe. */
final class Targets {

    private static final int MOST = 1_000;

    private final UnaryOperator<@Nullable String> refusal;
    private final ConcurrentHashMap<String, HttpUrl> known = new ConcurrentHashMap<>();

    /** @param refusal why a URL is refused, always the same for the same URL; null when it is not */
    Targets(UnaryOperator<@Nullable String> refusal) {
        this.refusal = refusal;
    }

    /** Null when it is refused. */
    @Nullable
    HttpUrl of(String url) {
        HttpUrl target = known.get(url);
        return target == null ? judge(url) : target;
    }

    private @Nullable HttpUrl judge(String url) {
        HttpUrl target = refusal.apply(url) == null ? HttpUrl.parse(url) : null;
        if (target != null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(url, target);
        }
        return target;
    }
}
