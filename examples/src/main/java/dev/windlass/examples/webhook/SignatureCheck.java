package dev.windlass.examples.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks who sent a webhook: by Standard Webhooks (headers {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}), or
 * by {@code X-Foreman-Signature}, which covers the body alone. Thread-safe.
 */
public final class SignatureCheck {

    /** How far the sender's clock may be off; older messages could be recordings (Standard Webhooks, «Verifying webhooks»). */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String SECRET_PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String FOREMAN_PREFIX = "sha256=";

    private final byte[] key;

    /**
     * A check against one secret.
     *
     * @param secret {@code whsec_} and base64, or any other text, whose UTF-8 bytes are the key
     * @throws IllegalArgumentException when it says {@code whsec_} and no base64 follows
     */
    public SignatureCheck(String secret) {
        key = secret.startsWith(SECRET_PREFIX)
                ? Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether one of the signatures is right and the message is of now.
     *
     * @param id {@code webhook-id}; null when absent, as the others
     * @param timestamp seconds since 1970
     * @param signatures {@code v1,<base64>} entries with a space between; there are several while a secret is being rotated
     */
    public boolean isStandard(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, Instant now) {
        if (id == null || timestamp == null || signatures == null || !isRecent(timestamp, now)) {
            return false;
        }
        byte[] expected = hmac((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        boolean valid = false;
        for (String signature : signatures.split(" ", -1)) {
            valid |= signature.startsWith(VERSION) && isSame(expected, signature.substring(VERSION.length()));
        }
        return valid;
    }

    /** Whether the signature {@code sha256=<hex>} of the body is right; null when absent. */
    public boolean isForeman(@Nullable String signature, byte[] body) {
        if (signature == null || !signature.startsWith(FOREMAN_PREFIX)) {
            return false;
        }
        byte[] expected = HexFormat.of().formatHex(hmac(body)).getBytes(StandardCharsets.US_ASCII);
        byte[] given = signature.substring(FOREMAN_PREFIX.length()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }

    private static boolean isRecent(String timestamp, Instant now) {
        try {
            long seconds = Math.subtractExact(Long.parseLong(timestamp), now.getEpochSecond());
            return Math.abs(seconds) <= TOLERANCE.toSeconds();
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    /** In constant time, so that the time it takes tells nothing about the right signature. */
    private static boolean isSame(byte[] expected, String base64) {
        byte[] given = base64.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(Base64.getEncoder().encode(expected), given);
    }

    private byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
