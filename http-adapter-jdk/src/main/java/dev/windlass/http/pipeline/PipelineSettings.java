package dev.windlass.http.pipeline;

import dev.windlass.http.guard.TokenBuckets;
import dev.windlass.http.guard.Tokens;
import dev.windlass.http.guard.TrustedProxies;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline checks against.
 *
 * @param hostAuthenticates whether everybody who gets here is trusted although no tokens are configured and the server listens on more
 *     than loopback, because the host checks by itself
 * @param publicUrls see {@link dev.windlass.http.guard.WebPageGuard}
 * @param rateLimit null for none
 * @param trustedProxies whose word is taken for whom a request is from
 * @param maxBodyBytes larger bodies are answered with 413
 */
public record PipelineSettings(
        Tokens tokens,
        boolean hostAuthenticates,
        List<URI> publicUrls,
        @Nullable TokenBuckets rateLimit,
        TrustedProxies trustedProxies,
        int maxBodyBytes) {

    /** Larger bodies are refused by default. */
    public static final int DEFAULT_MAX_BODY = 1 << 20;

    public PipelineSettings {
        publicUrls = List.copyOf(publicUrls);
    }

    /** No tokens, no limit, 1 MiB. */
    public static PipelineSettings defaults() {
        return new PipelineSettings(Tokens.NONE, false, List.of(), null, TrustedProxies.NONE, DEFAULT_MAX_BODY);
    }

    public PipelineSettings withTokens(Tokens newTokens) {
        return new PipelineSettings(newTokens, hostAuthenticates, publicUrls, rateLimit, trustedProxies, maxBodyBytes);
    }

    public PipelineSettings withHostAuthentication() {
        return new PipelineSettings(tokens, true, publicUrls, rateLimit, trustedProxies, maxBodyBytes);
    }

    public PipelineSettings withRateLimit(@Nullable TokenBuckets newLimit) {
        return new PipelineSettings(tokens, hostAuthenticates, publicUrls, newLimit, trustedProxies, maxBodyBytes);
    }

    public PipelineSettings withTrustedProxies(TrustedProxies newProxies) {
        return new PipelineSettings(tokens, hostAuthenticates, publicUrls, rateLimit, newProxies, maxBodyBytes);
    }

    public PipelineSettings withPublicUrls(List<URI> newUrls) {
        return new PipelineSettings(tokens, hostAuthenticates, newUrls, rateLimit, trustedProxies, maxBodyBytes);
    }
}
