package dev.windlass.job;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The written forms of an id. An id is 128 bits in UUIDv7 layout, so ids sort by time; it is written as a ULID (26 characters of
 * Crockford's base 32), with or without a prefix such as {@code job_}, or as a UUID. Every form reads back to the same id.
 */
public final class Ids {

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final byte[] VALUES = new byte[128];
    private static final int ULID_LENGTH = 26;
    private static final int UUID_LENGTH = 36;

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (byte value = 0; value < DIGITS.length; value++) {
            VALUES[DIGITS[value]] = value;
            VALUES[Character.toLowerCase(DIGITS[value])] = value;
        }
    }

    private Ids() {}

    /** The id as 26 upper-case characters. */
    public static String ulid(UUID id) {
        char[] out = new char[ULID_LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = ULID_LENGTH - 1; i >= 0; i--) {
            out[i] = DIGITS[(int) (low & 31)];
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return new String(out);
    }

    /** For example {@code job_01JD…}. */
    public static String prefixed(String prefix, UUID id) {
        return prefix + "_" + ulid(id);
    }

    /**
     * Reads an id in any form: ULID in either case or UUID, after a prefix that ends in {@code _} or {@code -} or none. Which prefix it
     * is does not matter: an id is unique by its bits.
     *
     * @return empty when the text is no id
     */
    public static Optional<UUID> parse(String text) {
        int length = text.length();
        if (length >= UUID_LENGTH && text.charAt(length - UUID_LENGTH + 8) == '-') {
            return isPrefix(text, length - UUID_LENGTH)
                    ? parseUuid(text.substring(length - UUID_LENGTH))
                    : Optional.empty();
        }
        if (length >= ULID_LENGTH && isPrefix(text, length - ULID_LENGTH)) {
            return parseUlid(text, length - ULID_LENGTH);
        }
        return Optional.empty();
    }

    private static boolean isPrefix(String text, int end) {
        if (end == 0) {
            return true;
        }
        char separator = text.charAt(end - 1);
        return end > 1
                && end <= 16
                && (separator == '_' || separator == '-')
                && text.chars().limit(end - 1L).allMatch(c -> c >= 'a' && c <= 'z');
    }

    private static Optional<UUID> parseUuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> parseUlid(String text, int from) {
        long high = 0;
        long low = 0;
        for (int i = from; i < from + ULID_LENGTH; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0 || (i == from && value > 7)) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | value;
        }
        return Optional.of(new UUID(high, low));
    }
}
