package dev.windlass.http.webhook;

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

    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+");

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
        if (!LITERAL.matcher(address).matches()) {
            throw malformed(text);
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
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
