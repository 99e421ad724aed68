package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.windlass.job.Ids;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A5")
@Tag("T11")
class WebhookSignerTest {

    private static final UUID EVENT = UUID.fromString("0193a3f0-0000-7000-8000-000000000001");
    private static final String BODY = "{\"event\":\"job.run.completed\",\"text\":\"grüße \u2603\"}";
    private static final String SECRET = SigningSecret.generate(new SecureRandom());
    private static final String OLD_SECRET = SigningSecret.generate(new SecureRandom());

    @Test
    void aVerifierThatOthersWroteAcceptsTheSignature() {
        assertThatCode(() -> new Webhook(SECRET).verify(BODY, sign(List.of(SECRET))))
                .doesNotThrowAnyException();
    }

    @Test
    void theSameVerifierRefusesAnotherBodyOrSecret() {
        assertThatThrownBy(() -> new Webhook(SECRET).verify(BODY + " ", sign(List.of(SECRET))))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(OLD_SECRET).verify(BODY, sign(List.of(SECRET))))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void whileSecretsRotateBothVerify() {
        HttpHeaders headers = sign(List.of(SECRET, OLD_SECRET));

        assertThatCode(() -> new Webhook(SECRET).verify(BODY, headers)).doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(OLD_SECRET).verify(BODY, headers)).doesNotThrowAnyException();
        assertThat(headers.firstValue("webhook-signature").orElseThrow().split(" "))
                .hasSize(2);
    }

    @Test
    void aSecretOfAnyOtherFormIsItsUtf8Bytes() {
        HttpHeaders headers = sign(List.of("not-a-standard-secret"));

        assertThatCode(() ->
                        new Webhook("not-a-standard-secret".getBytes(StandardCharsets.UTF_8)).verify(BODY, headers))
                .doesNotThrowAnyException();
    }

    /** The value was computed by {@code openssl dgst -sha256 -hmac}. */
    @Test
    void theBodySignatureIsAPlainHmacInHex() {
        Map<String, String> headers = WebhookSigner.headers(
                EVENT,
                Instant.now(),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                List.of("foreman-secret-0001"),
                "X-Foreman-Signature");

        assertThat(headers)
                .containsEntry(
                        "X-Foreman-Signature",
                        "sha256=e3ffc3cd4efe95dec744023d81a34c339ebce79aca6bd5d4f05df611bc744ecf");
    }

    @Test
    void theBodySignatureIsThatOfTheNewestSecret() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.ofEpochSecond(7);

        assertThat(WebhookSigner.headers(EVENT, now, body, List.of(SECRET, OLD_SECRET), "X-Mine"))
                .containsEntry(
                        "X-Mine",
                        WebhookSigner.headers(EVENT, now, body, List.of(SECRET), "X-Mine")
                                .get("X-Mine"));
    }

    @Test
    void boundsAnyOtherSecret() {
        assertThat(SigningSecret.flaw("x".repeat(15))).isNotNull();
        assertThat(SigningSecret.flaw("x".repeat(16))).isNull();
        assertThat(SigningSecret.flaw("x".repeat(256))).isNull();
        assertThat(SigningSecret.flaw("x".repeat(257))).isNotNull();
    }

    @Test
    void withoutASecretNothingIsSigned() {
        assertThat(WebhookSigner.headers(
                        EVENT, Instant.ofEpochSecond(7), new byte[0], List.of(), "X-Foreman-Signature"))
                .containsOnly(Map.entry("webhook-id", id()), Map.entry("webhook-timestamp", "7"));
    }

    @Test
    void theIdStaysAndTheTimestampIsThatOfTheTry() {
        Map<String, String> first = headers(Instant.ofEpochSecond(1_000), null);
        Map<String, String> second = headers(Instant.ofEpochSecond(2_000), null);

        assertThat(first.get("webhook-id")).isEqualTo(second.get("webhook-id"));
        assertThat(first.get("webhook-timestamp")).isEqualTo("1000");
        assertThat(second.get("webhook-timestamp")).isEqualTo("2000");
        assertThat(first.get("webhook-signature")).isNotEqualTo(second.get("webhook-signature"));
    }

    @Test
    void generatedSecretsAreDifferentAndFlawless() {
        assertThat(SECRET).startsWith("whsec_").isNotEqualTo(OLD_SECRET);
        assertThat(SigningSecret.key(SECRET)).hasSize(32);
        assertThat(SigningSecret.flaw(SECRET)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "fifteen-letters",
                "with a space in the middle",
                "tab\tinside-of-it-all",
                "grüße-grüße-grüße",
                "whsec_",
                "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
                "whsec_c2hvcnQtc2hvcnQtc2g="
            })
    void findsFlawsInChosenSecrets(String secret) {
        assertThat(SigningSecret.flaw(secret)).isNotNull();
    }

    @Test
    void boundsTheKeyOfAStandardSecret() {
        assertThat(SigningSecret.flaw("whsec_" + base64(23))).isNotNull();
        assertThat(SigningSecret.flaw("whsec_" + base64(24))).isNull();
        assertThat(SigningSecret.flaw("whsec_" + base64(64))).isNull();
        assertThat(SigningSecret.flaw("whsec_" + base64(65))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PumpSettings.DEFAULTS.withUrlSecret("whsec_" + base64(23)))
                .withMessageNotContaining(base64(23));
    }

    @Test
    void aHostsSecretMayBeSeveralWhileTheyAreRotated() {
        assertThat(PumpSettings.DEFAULTS
                        .withUrlSecret(" new-secret  old-secret ")
                        .urlSecrets())
                .containsExactly("new-secret", "old-secret");
        assertThat(PumpSettings.DEFAULTS.withUrlSecret(null).urlSecrets()).isEmpty();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static String id() {
        return Ids.prefixed("evt", EVENT);
    }

    private static Map<String, String> headers(Instant now, @Nullable String bodySignature) {
        return WebhookSigner.headers(EVENT, now, BODY.getBytes(StandardCharsets.UTF_8), List.of(SECRET), bodySignature);
    }

    private static HttpHeaders sign(List<String> secrets) {
        Map<String, List<String>> headers =
                WebhookSigner.headers(EVENT, Instant.now(), BODY.getBytes(StandardCharsets.UTF_8), secrets, null)
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
