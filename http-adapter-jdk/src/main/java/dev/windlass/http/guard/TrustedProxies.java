package dev.windlass.http.guard;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.webhook.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose request a proxy passes on. Only what proxies of ours wrote is believed: {@code X-Forwarded-For} is read from its end, as
 * long as the address that is found there is one of theirs. {@code Forwarded} (RFC 7239) is not read: proxies that write the one header
 * pass the other through as the client sent it, so a server that believes both believes anybody. Immutable.
 */
public final class TrustedProxies {

    /** Every peer is the client itself. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]+");

    private final List<Cidr> blocks;

    private TrustedProxies(List<Cidr> blocks) {
        this.blocks = blocks;
    }

    /** @param cidrs addresses of proxies, for example {@code 10.0.0.0/8} @throws IllegalArgumentException when one is no address block */
    public static TrustedProxies of(List<String> cidrs) {
        return new TrustedProxies(cidrs.stream().map(Cidr::parse).toList());
    }

    /** The address that a request came from. @param peer who is connected */
    public String client(String peer, HeaderFields headers) {
        if (blocks.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        String found = peer;
        String list = headers.joined("X-Forwarded-For");
        String[] hops = list == null ? new String[0] : list.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = address(hops[i].strip());
            if (hop == null) {
                return found;
            }
            found = hop.getHostAddress();
            if (!isTrusted(found)) {
                return found;
            }
        }
        return found;
    }

    private boolean isTrusted(String text) {
        InetAddress address = address(text);
        return address != null && blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** Null when it is no literal address: names are never looked up. */
    private static @Nullable InetAddress address(String text) {
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return ADDRESS.matcher(plain).matches() ? InetAddress.getByName(plain) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
