package dev.windlass.http.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which addresses may be connected to, so that somebody who names a URL cannot reach what only this host can (server-side request
 * forgery). Refused is everything that is not globally reachable (IANA special-purpose address registries, RFC 6890), addresses that hide
 * another one (mapped, NAT64, 6to4, Teredo, ISATAP), and cloud metadata; an allow-list opens what it names. Immutable.
 */
public final class AddressGuard {

    /** Opens nothing. */
    public static final AddressGuard STRICT = new AddressGuard(List.of());

    private static final List<Cidr> REFUSED_V4 = parse(
            "0.0.0.0/8", // this network; on Linux it reaches loopback
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT, RFC 6598
            "127.0.0.0/8",
            "168.63.129.16/32", // Azure's platform service, a public address that only its own guests reach
            "169.254.0.0/16", // link-local, and the clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks, RFC 2544
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** All that is global unicast today; loopback, mapped, NAT64, ULA, link-local and multicast lie outside. */
    private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");

    private static final List<Cidr> REFUSED_V6 = parse(
            "2001::/23", // Teredo, ORCHID, benchmarks
            "2001:db8::/32",
            "2002::/16", // 6to4, RFC 3056
            "3fff::/20");

    private final List<Cidr> opened;

    private AddressGuard(List<Cidr> opened) {
        this.opened = opened;
    }

    /**
     * A guard that opens these blocks.
     *
     * @param cidrs for example {@code 127.0.0.0/8}, {@code ::1/128}
     * @throws IllegalArgumentException when one is malformed
     */
    public static AddressGuard opening(List<String> cidrs) {
        return new AddressGuard(cidrs.stream().map(Cidr::parse).toList());
    }

    private static List<Cidr> parse(String... cidrs) {
        return Stream.of(cidrs).map(Cidr::parse).toList();
    }

    /** Whether the allow-list names this address. */
    public boolean isOpened(InetAddress address) {
        return isIn(opened, address);
    }

    /** Whether the allow-list names anything. */
    boolean opensAnything() {
        return !opened.isEmpty();
    }

    /** Why an address must not be connected to; null when it may. */
    public @Nullable String refusal(InetAddress address) {
        return isOpened(address) || isPublic(address) ? null : address.getHostAddress() + " is not a public address";
    }

    private static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return !isIn(REFUSED_V4, address);
        }
        return GLOBAL_V6.contains(address) && !isIn(REFUSED_V6, address) && !isIsatap(address.getAddress());
    }

    /** An IPv4 address behind any prefix (RFC 5214 section 6.1). */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    private static boolean isIn(List<Cidr> blocks, InetAddress address) {
        for (Cidr block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
