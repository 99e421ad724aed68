package dev.windlass.webhook;

import dev.windlass.job.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The headers that let a receiver verify a webhook: those of Standard Webhooks, and a plain HMAC over the body (seed row A5). */
public final class WebhookSigner {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** The default name of the plain HMAC's header. */
    public static final String BODY_SIGNATURE = "X-Foreman-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSigner() {}

    /**
     * @param now the time of this try, which is signed too
     * @param secrets newest first, each signs; none leaves the signatures out
     * @param bodySignature name of the header for the plain HMAC, which the newest secret signs; null to leave it out
     */
    public static Map<String, String> headers(
            UUID eventId, Instant now, byte[] body, List<String> secrets, @Nullable String bodySignature) {
        String id = Ids.prefixed("evt", eventId);
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, timestamp);
        if (secrets.isEmpty()) {
            return headers;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        StringJoiner signatures = new StringJoiner(" ");
        for (String secret : secrets) {
            byte[] mac = hmac(SigningSecret.key(secret), head, body);
            signatures.add("v1," + Base64.getEncoder().encodeToString(mac));
        }
        headers.put(SIGNATURE, signatures.toString());
        if (bodySignature != null) {
            byte[] mac = hmac(SigningSecret.key(secrets.get(0)), new byte[0], body);
            headers.put(bodySignature, "sha256=" + HexFormat.of().formatHex(mac));
        }
        return headers;
    }

    private static byte[] hmac(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
