package dev.windlass.http.guard;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out that a browser on the same machine happens to show: a page of another origin is refused by its Origin, and one
 * whose name was rebound to a loopback address by its Host. Thread-safe.
 */
public final class WebPageGuard {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private final Set<String> hosts = new TreeSet<>();
    private final Set<String> origins = new TreeSet<>();

    /** @param publicUrls where this server is reached through proxies; their hosts and origins are its own */
    public WebPageGuard(List<URI> publicUrls) {
        for (URI url : publicUrls) {
            if (url.getHost() != null) {
                hosts.add(url.getHost().toLowerCase(Locale.ROOT));
                origins.add(origin(url));
            }
        }
    }

    /**
     * @param authority from Host, or from the target when it is absolute; null when an HTTP/1.0 request has none
     * @param loopbackBind whether the server listens on loopback only
     * @throws ProblemException 403 or 421
     */
    public void check(HeaderFields headers, @Nullable String authority, boolean loopbackBind) {
        if (loopbackBind && authority != null && !isOurs(authority)) {
            throw Problem.of(ProblemCode.MISDIRECTED_REQUEST, "This server does not answer for that Host")
                    .exception();
        }
        for (String origin : headers.all("Origin")) {
            if (!isSame(origin, authority) && !origins.contains(origin.toLowerCase(Locale.ROOT))) {
                throw Problem.of(ProblemCode.FOREIGN_ORIGIN, "Web pages of another origin must not call this server")
                        .exception();
            }
        }
    }

    private boolean isOurs(String authority) {
        String host = host(authority);
        return isLoopback(host) || hosts.contains(host);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches();
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        return (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
    }

    private static boolean isSame(String origin, @Nullable String authority) {
        return authority != null
                && (origin.equalsIgnoreCase("http://" + authority) || origin.equalsIgnoreCase("https://" + authority));
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
