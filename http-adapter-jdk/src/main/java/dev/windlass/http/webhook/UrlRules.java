package dev.windlass.http.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Judges a URL by its text, with the parser that will send it; never by looking a name up, since what a name means can change. The
 * address itself is judged when it is connected to.
 */
final class UrlRules {

    private static final int LONGEST = 2_048;

    /** What some resolver reads as a number, and so as an address (WHATWG URL, "ends in a number checker"). */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)");

    private UrlRules() {}

    /** Why it cannot be requested; null when it can. */
    static @Nullable String refusal(String url, AddressGuard guard) {
        if (url.length() > LONGEST) {
            return "must have at most " + LONGEST + " characters";
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("https://") && !lower.startsWith("http://")) {
            return "must be an absolute https URL";
        }
        HttpUrl parsed = url.chars().anyMatch(c -> c <= ' ' || c == 127 || c == '\\') ? null : HttpUrl.parse(url);
        if (parsed == null) {
            return "is not a well-formed URL";
        }
        String authority = lower.substring(lower.indexOf("//") + 2).split("[/?#]", 2)[0];
        if (authority.indexOf('@') >= 0) {
            return "must not carry a user name or password";
        }
        if (authority.indexOf('%') >= 0) {
            return "must write its host without percent-encoding";
        }
        // OkHttp reads https:///a as https://a.
        return authority.isEmpty() ? "must name a host" : judge(parsed, guard);
    }

    private static @Nullable String judge(HttpUrl url, AddressGuard guard) {
        String host =
                url.host().endsWith(".") ? url.host().substring(0, url.host().length() - 1) : url.host();
        boolean numeric = host.indexOf(':') >= 0 || NUMERIC.matcher(host).matches();
        if (numeric && host.indexOf(':') < 0 && !Cidr.isIpv4(host)) {
            return "must write its address as four decimal numbers";
        }
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        if (numeric || local) {
            return literal(local ? "127.0.0.1" : host, url.isHttps(), guard);
        }
        // Which address a name has is seen when it is connected to, without TLS only if that is in the allow-list.
        return url.isHttps() || guard.opensAnything() ? null : "must be https";
    }

    private static @Nullable String literal(String host, boolean https, AddressGuard guard) {
        try {
            InetAddress address = InetAddress.getByName(host);
            String refusal = guard.refusal(address);
            return refusal != null || https || guard.isOpened(address) ? refusal : "must be https";
        } catch (UnknownHostException e) {
            return "has a malformed address";
        }
    }
}
