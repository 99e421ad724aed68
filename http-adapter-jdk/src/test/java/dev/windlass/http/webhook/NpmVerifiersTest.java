package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windlass.http.webhook.Commands.Ended;
import dev.windlass.webhook.WebhookSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether signatures verify with the npm packages that receivers use. Skipped where Node, npm or the packages cannot be had. */
@Tag("T11")
@Timeout(180)
class NpmVerifiersTest {

    private static final List<String> PACKAGES = List.of("standardwebhooks@1.1.1", "svix@2.5.0");
    private static final Path FOLDER = Path.of("target", "npm-verifiers").toAbsolutePath();
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEXT_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAECAwQFBgc=";
    private static final String BODY = "{\"event\":\"job.run.completed\",\"result\":\"grüße \\\" 🪝\"}";

    @BeforeAll
    static void install() throws IOException {
        assumeTrue(Commands.run(FOLDER, "node", "--version").isGood(), "Node is not installed");
        assumeTrue(Commands.run(FOLDER, "npm", "--version").isGood(), "npm is not installed");
        if (Files.exists(FOLDER.resolve("installed-" + PACKAGES))) {
            return;
        }
        Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
        List<String> install = new java.util.ArrayList<>(
                List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"));
        install.addAll(PACKAGES);
        Ended ended = Commands.run(FOLDER, install.toArray(String[]::new));
        assumeTrue(ended.isGood(), () -> "npm could not install " + PACKAGES + ": " + ended.output());
        Files.createFile(FOLDER.resolve("installed-" + PACKAGES));
    }

    @Test
    void aSignatureVerifies() throws IOException {
        Map<String, String> headers = sign(Instant.now(), List.of(SECRET));
        assertThat(verdicts(SECRET, headers, BODY)).containsExactly("standardwebhooks: ok", "svix: ok");
    }

    @Test
    void whileASecretIsRotatedEitherVerifies() throws IOException {
        Map<String, String> headers = sign(Instant.now(), List.of(NEXT_SECRET, SECRET));
        assertThat(verdicts(SECRET, headers, BODY)).containsExactly("standardwebhooks: ok", "svix: ok");
        assertThat(verdicts(NEXT_SECRET, headers, BODY)).containsExactly("standardwebhooks: ok", "svix: ok");
    }

    @Test
    void whatIsForgedChangedOrOldIsRefused() throws IOException {
        Map<String, String> headers = sign(Instant.now(), List.of(SECRET));
        String unknown = "No matching signature found";
        assertThat(verdicts(NEXT_SECRET, headers, BODY))
                .allSatisfy(verdict -> assertThat(verdict).endsWith(unknown));
        assertThat(verdicts(SECRET, headers, BODY + " "))
                .allSatisfy(verdict -> assertThat(verdict).endsWith(unknown));
        Map<String, String> old = sign(Instant.now().minusSeconds(3_600), List.of(SECRET));
        assertThat(verdicts(SECRET, old, BODY))
                .allSatisfy(verdict -> assertThat(verdict).endsWith("too old"));
    }

    private static Map<String, String> sign(Instant at, List<String> secrets) {
        return WebhookSigner.headers(UUID.randomUUID(), at, BODY.getBytes(StandardCharsets.UTF_8), secrets, null);
    }

    private static List<String> verdicts(String secret, Map<String, String> headers, String body) throws IOException {
        byte[] webhook = new ObjectMapper()
                .writeValueAsBytes(List.of(Map.of("secret", secret, "headers", headers, "body", body)));
        Path file = Files.write(FOLDER.resolve("webhooks.json"), webhook);
        Path script = FOLDER.resolve("verify-webhooks.cjs");
        try (var source = NpmVerifiersTest.class.getResourceAsStream("/verify-webhooks.cjs")) {
            Files.write(script, java.util.Objects.requireNonNull(source).readAllBytes());
        }
        Ended ended = Commands.run(FOLDER, "node", script.toString(), file.toString());
        assertThat(ended.isGood()).as(ended.output()).isTrue();
        return ended.output().lines().toList();
    }
}
