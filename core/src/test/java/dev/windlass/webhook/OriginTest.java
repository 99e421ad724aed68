package dev.windlass.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft.Audience;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a URL is spelled, its receiver is one receiver. */
@Tag("A4")
class OriginTest {

    private static String origin(String url) {
        return new Audience.Url(url, Profile.STATE).origin();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.example",
                "https://r.example/",
                "HTTPS://R.Example:443/a",
                "https://r.example/a|b",
                "https://r.example/?id={id}",
                "https://r.example?q=^",
                "https://r.example#@other.example",
                "https://r.example/http://other.example"
            })
    void isSchemeHostAndPort(String url) {
        assertThat(origin(url)).isEqualTo("https://r.example");
    }

    @Test
    void tellsOthersApart() {
        assertThat(origin("http://r.example:80/")).isEqualTo("http://r.example");
        assertThat(origin("http://r.example:443/")).isEqualTo("http://r.example:443");
        assertThat(origin("http://r_1.example:8443/x")).isEqualTo("http://r_1.example:8443");
        assertThat(origin("https://[2606:4700::1111]:443/")).isEqualTo("https://[2606:4700::1111]");
        assertThat(origin("not a url")).isEqualTo("not a url");
        assertThat(origin("mailto:x@example.com")).isEqualTo("mailto:x@example.com");
    }
}
