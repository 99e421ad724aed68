package dev.windlass.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.http.rest.HeaderFields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose request it is, seen through proxies. */
class TrustedProxiesTest {

    private static final TrustedProxies OURS = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));

    private static HeaderFields forwardedFor(String... lines) {
        return HeaderFields.of(Map.of("X-forwarded-for", List.of(lines)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    203.0.113.7                        | 203.0.113.7
                    1.1.1.1, 203.0.113.7               | 203.0.113.7
                    1.1.1.1, 203.0.113.7, 10.0.0.9     | 203.0.113.7
                    10.0.0.7, 10.0.0.8                 | 10.0.0.7
                    2001:db8::1                        | 2001:db8:0:0:0:0:0:1
                    [2001:db8::1]                      | 2001:db8:0:0:0:0:0:1
                    unknown                            | 10.0.0.1
                    203.0.113.7, localhost, 10.0.0.9   | 10.0.0.9
                    203.0.113.7,                       | 10.0.0.1
                    """)
    void theLastAddressThatIsNoProxyOfOursIsTheClient(String header, String client) {
        assertThat(OURS.client("10.0.0.1", forwardedFor(header))).isEqualTo(client);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(OURS.client("10.0.0.1", forwardedFor("1.1.1.1", "203.0.113.7, 10.0.0.2")))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void whoIsNoProxyOfOursIsNotBelieved() {
        assertThat(OURS.client("198.51.100.1", forwardedFor("203.0.113.7"))).isEqualTo("198.51.100.1");
        assertThat(TrustedProxies.NONE.client("10.0.0.1", forwardedFor("203.0.113.7")))
                .isEqualTo("10.0.0.1");
        assertThat(OURS.client("10.0.0.1", HeaderFields.of(Map.of("Forwarded", List.of("for=203.0.113.7")))))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void namesAreNoAddressBlocks() {
        assertThatThrownBy(() -> TrustedProxies.of(List.of("proxy.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
