package dev.windlass.http.server;

import dev.windlass.http.guard.TokenBuckets;
import dev.windlass.http.guard.Tokens;
import dev.windlass.http.guard.TrustedProxies;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.job.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the common flags and the environment say.
 *
 * @param store {@code memory} or a JDBC URL
 * @param rateLimit null for none
 * @param trustedProxies see {@link TrustedProxies}
 * @param webhookTargets which addresses may be called
 */
public record ServerOptions(
        InetSocketAddress bind,
        String store,
        Settings settings,
        Tokens tokens,
        @Nullable TokenBuckets rateLimit,
        TrustedProxies trustedProxies,
        AddressGuard webhookTargets) {

    static final String TOKEN_VARIABLE = "WINDLASS_TOKEN";
    static final String STORE_VARIABLE = "WINDLASS_STORE";
    static final String SECRET_VARIABLE = "WINDLASS_WEBHOOK_SECRET";

    private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([0-9]{1,5})");

    /** The flags that every server has. @param defaultStore what {@code --store} is when nobody says */
    static List<Flag> flags(String defaultStore) {
        return List.of(
                Flag.of("--bind", "ADDRESS", "Address to listen on; other than loopback needs a token", "127.0.0.1"),
                Flag.of("--port", "PORT", "Port to listen on; 0 takes a free one", "8080"),
                Flag.of("--store", "STORE", "memory, or a JDBC URL; also in " + STORE_VARIABLE, defaultStore),
                Flag.of("--slots", "N", "Jobs that run at once", "1"),
                Flag.of(
                        "--tokens",
                        "FILE",
                        "Bearer tokens, lines name:scope+scope:token with scopes read, submit, admin; or one admin token in "
                                + TOKEN_VARIABLE,
                        null),
                Flag.of("--rate-limit", "N/SECONDS", "Requests that a token may make in that time", null),
                Flag.list(
                        "--trusted-proxy",
                        "CIDR",
                        "Proxies whose X-Forwarded-For says which address a request is from, for limits and /metrics"),
                Flag.of(
                        "--public-url",
                        "URL",
                        "Where clients reach this server, when that is not where it listens",
                        null),
                Flag.list(
                        "--webhook-allow",
                        "CIDR",
                        "Addresses that webhooks may go to besides public ones, for example 10.0.0.0/8"),
                Flag.of("--node-name", "NAME", "Name of this process in runs and logs", null),
                Flag.of("--lease", "SECONDS", "How long a silent node keeps its jobs", "15"));
    }

    /** @throws FlagException naming the flag that is wrong */
    static ServerOptions of(FlagValues flags, Map<String, String> environment, List<String> alwaysAllowed) {
        InetSocketAddress bind = bind(flags);
        Tokens tokens = tokens(flags, environment);
        if (!bind.getAddress().isLoopbackAddress() && tokens.isEmpty()) {
            throw new FlagException("--bind " + flags.text("--bind")
                    + " is open to the network, so it needs --tokens FILE or " + TOKEN_VARIABLE);
        }
        String store = flags.isGiven("--store") ? null : environment.get(STORE_VARIABLE);
        return new ServerOptions(
                bind,
                store == null ? text(flags, "--store") : store,
                settings(flags, environment),
                tokens,
                rateLimit(flags.text("--rate-limit")),
                trustedProxies(flags),
                webhookTargets(flags, alwaysAllowed));
    }

    private static InetSocketAddress bind(FlagValues flags) {
        String address = text(flags, "--bind");
        try {
            return new InetSocketAddress(InetAddress.getByName(address), flags.number("--port", 0, 65_535));
        } catch (UnknownHostException e) {
            throw new FlagException("--bind " + address + " is no address of this machine");
        }
    }

    private static Settings settings(FlagValues flags, Map<String, String> environment) {
        String name = flags.text("--node-name");
        return Settings.builder()
                .nodeName(name == null ? hostName(environment) : name)
                .slots(flags.number("--slots", 1, 10_000))
                .lease(Duration.ofSeconds(flags.number("--lease", 1, 3_600)))
                .webhookSecret(environment.get(SECRET_VARIABLE))
                .publicUrl(publicUrl(flags.text("--public-url")))
                .build();
    }

    private static String hostName(Map<String, String> environment) {
        String name = environment.get("HOSTNAME");
        return name == null || name.isBlank() ? "windlass" : name;
    }

    private static Tokens tokens(FlagValues flags, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        String file = flags.text("--tokens");
        if (file != null) {
            lines.addAll(Flags.lines("--tokens", file));
        }
        String token = environment.get(TOKEN_VARIABLE);
        if (token != null && token.isBlank()) {
            throw new FlagException(TOKEN_VARIABLE + " is set but empty; unset it to run without a token");
        }
        if (token != null) {
            lines.add("admin:admin:" + token.strip());
        }
        try {
            Tokens tokens = Tokens.parse(lines);
            if (file != null && tokens.isEmpty()) {
                throw new FlagException("--tokens: " + file + " has no token");
            }
            return tokens;
        } catch (IllegalArgumentException e) {
            throw new FlagException("--tokens: " + e.getMessage());
        }
    }

    private static @Nullable TokenBuckets rateLimit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher rate = RATE.matcher(text);
        if (!rate.matches() || Integer.parseInt(rate.group(1)) == 0 || Integer.parseInt(rate.group(2)) == 0) {
            throw new FlagException("--rate-limit must be N/SECONDS, for example 100/60, but is " + text);
        }
        return new TokenBuckets(
                Integer.parseInt(rate.group(1)), Duration.ofSeconds(Integer.parseInt(rate.group(2))), System::nanoTime);
    }

    private static TrustedProxies trustedProxies(FlagValues flags) {
        try {
            return TrustedProxies.of(flags.all("--trusted-proxy"));
        } catch (IllegalArgumentException e) {
            throw new FlagException("--trusted-proxy: " + e.getMessage());
        }
    }

    private static @Nullable URI publicUrl(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new FlagException("--public-url must be an http or https URL, but is " + text);
    }

    private static AddressGuard webhookTargets(FlagValues flags, List<String> alwaysAllowed) {
        List<String> cidrs = new ArrayList<>(alwaysAllowed);
        cidrs.addAll(flags.all("--webhook-allow"));
        try {
            return AddressGuard.opening(cidrs);
        } catch (IllegalArgumentException e) {
            throw new FlagException("--webhook-allow: " + e.getMessage());
        }
    }

    private static String text(FlagValues flags, String name) {
        String text = flags.text(name);
        if (text == null || text.isBlank()) {
            throw new FlagException(name + " must not be empty");
        }
        return text;
    }
}
