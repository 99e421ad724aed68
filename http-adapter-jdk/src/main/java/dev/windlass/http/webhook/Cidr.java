package dev.windlass.http.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of addresses (RFC 4632, RFC 4291).
 *
 * @param network its first address
 * @param prefix how many leading bits its addresses share
 */
public record Cidr(InetAddress network, int prefix) {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** Exactly this: what is close to it may mean another address to some, as leading zeros do, and the JDK would look it up. */
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]+");

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException when it is neither; names are never looked up
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = literal(slash < 0 ? text : text.substring(0, slash), text);
        int bits = network.getAddress().length * 8;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1), text);
        if (prefix > bits) {
            throw malformed(text);
        }
        return new Cidr(network, prefix);
    }

    private static InetAddress literal(String address, String text) {
        boolean six = IPV6.matcher(address).matches();
        if (!six && !isIpv4(address)) {
            throw malformed(text);
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            // A mapped address is an IPv4 address to the JDK, whose prefix would count from elsewhere.
            if (six && network instanceof Inet4Address) {
                throw malformed(text);
            }
            return network;
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
    }

    /** Whether this is an IPv4 address as four decimal numbers. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    private static int number(String digits, String text) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw malformed(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("Not an address block such as 10.0.0.0/8: " + text);
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit)) & 0xff;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
