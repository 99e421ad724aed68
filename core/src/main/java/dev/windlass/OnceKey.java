package dev.windlass;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.Json;
import dev.windlass.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The keys of {@link Jobs#submitOnce}: by what two requests are told apart, and what is remembered of the job. */
final class OnceKey {

    /** No principal of a surface has this name. */
    private static final String SCOPE = "java:submitOnce";

    private OnceKey() {}

    static IdempotencyKey<Job> of(String key, JobRequest request) {
        return new IdempotencyKey<>(
                SCOPE, key, fingerprint(request), job -> bytes(job.id().toString()));
    }

    static UUID jobId(byte[] reply) {
        return UUID.fromString(new String(reply, StandardCharsets.UTF_8));
    }

    /**
     * Of what is to be done, not of when and how: an instant that is counted from now, or a timeout that a release has changed, would turn
     * the repetition of a call into a conflict.
     */
    private static byte[] fingerprint(JobRequest request) {
        MessageDigest digest = sha256();
        digest.update(bytes(request.templateId() == null ? "type " + request.type() : "of " + request.templateId()));
        digest.update((byte) 0);
        digest.update(bytes(canonical(request.params() == null ? Json.EMPTY_OBJECT : request.params())));
        return digest.digest();
    }

    /** A map's members come in another order on each start of a JVM. */
    private static String canonical(Json params) {
        try {
            return CanonicalJson.of(params.tree());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("/params", "is not JSON");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
