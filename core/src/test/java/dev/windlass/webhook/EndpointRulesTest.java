package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Webhooks;
import dev.windlass.job.WebhookEndpoint.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How secrets follow each other, and that none is shown by what is printed. */
@Tag("T11")
@Tag("A5")
class EndpointRulesTest {

    private static final Instant T0 = PumpFixture.T0;
    private static final Duration DAY = Duration.ofHours(24);

    private static List<Secret> rotate(List<Secret> secrets, String next, long hours) {
        return EndpointRules.rotated(secrets, next, T0.plus(Duration.ofHours(hours)));
    }

    @Test
    void aReplacedSecretHasExactlyADay() {
        List<Secret> rotated = rotate(List.of(new Secret("first", null)), "second", 0);

        assertThat(rotated).containsExactly(new Secret("second", null), new Secret("first", T0.plus(DAY)));
    }

    @Test
    void aSecondRotationDoesNotLengthenTheLifeOfTheFirst() {
        List<Secret> twice = rotate(rotate(List.of(new Secret("first", null)), "second", 0), "third", 10);

        assertThat(twice)
                .containsExactly(
                        new Secret("third", null),
                        new Secret("second", T0.plus(DAY).plus(Duration.ofHours(10))),
                        new Secret("first", T0.plus(DAY)));
    }

    @Test
    void anExpiredSecretIsDropped() {
        List<Secret> later = rotate(rotate(List.of(new Secret("first", null)), "second", 0), "third", 24);

        assertThat(later).extracting(Secret::value).containsExactly("third", "second");
    }

    @Test
    void aSecretThatComesBackIsTheCurrentOneOnly() {
        List<Secret> back = rotate(rotate(List.of(new Secret("first", null)), "second", 0), "first", 1);

        assertThat(back).extracting(Secret::value).containsExactly("first", "second");
        assertThat(back.get(0).expiresAt()).isNull();
    }

    @Test
    void noMoreThanFiveSign() {
        List<Secret> secrets = List.of(new Secret("0", null));
        for (int i = 1; i <= 9; i++) {
            secrets = rotate(secrets, Integer.toString(i), 0);
        }

        assertThat(secrets).extracting(Secret::value).containsExactly("9", "8", "7", "6", "5");
    }

    @Test
    void nothingThatIsPrintedShowsASecret() {
        String secret = "do-not-print-this-one";

        assertThat(new Secret(secret, null).toString()).doesNotContain(secret);
        assertThat(new Webhooks.Draft("https://a.example/", List.of(), null, true, secret, null).toString())
                .contains("https://a.example/")
                .doesNotContain(secret);
        assertThat(PumpSettings.DEFAULTS.withUrlSecret(secret).toString()).doesNotContain(secret);
    }

    @Test
    void theNamedSchedulesAreThoseOfTheirSources() {
        assertThat(RetrySchedule.DEFAULT).extracting(Duration::toSeconds).containsExactly(5L, 300L, 1_800L);
        assertThat(RetrySchedule.STANDARD)
                .extracting(Duration::toSeconds)
                .containsExactly(5L, 300L, 1_800L, 7_200L, 18_000L, 36_000L, 50_400L, 72_000L, 86_400L);
        assertThat(EventTypes.SUBSCRIBABLE)
                .containsExactly(
                        "job.queued",
                        "job.running",
                        "job.cancelled",
                        "job.run.completed",
                        "job.run.failed",
                        "job.run.skipped");
    }
}
