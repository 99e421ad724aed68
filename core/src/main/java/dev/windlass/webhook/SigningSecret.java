package dev.windlass.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The two forms of a signing secret: {@code whsec_} and base 64 of 24–64 bytes, as Standard Webhooks has it, or any other text, whose
 * UTF-8 bytes are the key.
 */
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST_KEY = 64;
    private static final int SHORTEST_TEXT = 16;
    private static final int LONGEST_TEXT = 256;
    private static final int GENERATED_KEY = 32;

    private SigningSecret() {}

    /** A new secret of 256 random bits. */
    public static String generate(SecureRandom random) {
        byte[] key = new byte[GENERATED_KEY];
        random.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The key that a secret stands for.
     *
     * @throws IllegalArgumentException when it begins with {@code whsec_} and goes on otherwise than it must; the message does not
     *     repeat it
     */
    public static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        byte[] key = decode(secret.substring(PREFIX.length()));
        if (key == null || key.length < SHORTEST_KEY || key.length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "A secret that begins with whsec_ goes on with base64 of 24 to 64 bytes");
        }
        return key;
    }

    /** What is wrong with a secret that somebody chose (seed row T11); null when nothing is. */
    public static @Nullable String flaw(String secret) {
        if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            return "must be printable ASCII without spaces";
        }
        if (secret.length() < SHORTEST_TEXT || secret.length() > LONGEST_TEXT) {
            return "must have " + SHORTEST_TEXT + " to " + LONGEST_TEXT + " characters";
        }
        boolean standard = secret.startsWith(PREFIX);
        byte[] key = standard ? decode(secret.substring(PREFIX.length())) : new byte[SHORTEST_KEY];
        boolean fits = key != null && key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY;
        return fits ? null : "must go on after whsec_ with base64 of 24 to 64 bytes";
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
