package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names in here are never looked up: the machine may be offline. */
@Tag("T11")
class UrlRulesTest {

    private static final AddressGuard LOOPBACK = AddressGuard.opening(List.of("127.0.0.0/8", "::1/128"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/hook",
                "/hook",
                "ftp://example.com/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "gopher://example.com/",
                "https:/example.com",
                "https:example.com",
                "https://",
                "https:///path",
                "https://user@example.com/",
                "https://user:secret@example.com/",
                "https://@example.com/",
                "https://ex%61mple.com/",
                "https://example.com:99999/",
                "https://example.com:0x50/",
                "https://exa mple.com/",
                "https://example.com/a b",
                "https://example.com\\@127.0.0.1/",
                "https://example.com/\r\nX-Evil: 1",
                "https://example.com/\u0000"
            })
    void refusesWhatIsNoPlainHttpsUrl(String url) {
        assertThat(UrlRules.refusal(url, LOOPBACK)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.0.0.1./",
                "https://127.1/",
                "https://127.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://0/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::1]/",
                "https://[::]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001::1]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fd00:ec2::254]/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://foo.localhost/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://010.1.1.1/",
                "https://8.8.8.08/",
                "https://127.0.0.1%2e/",
                "https://127%2e0.0.1/",
                "https://[::127.0.0.1]/",
                "https://[0:0:0:0:0:ffff:7f00:0001]/",
                "https://[64:ff9b:1::7f00:1]/",
                "https://[2606:4700::5efe:7f00:1]/",
                "https://[ff02::1]/",
                "https://[fec0::1]/",
                "https://[::1%25lo]/",
                "https://100.64.0.1/",
                "https://198.18.0.1/",
                "https://203.0.113.1/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://0xa9fea9fe/",
                "https://127.0.0.1:443@8.8.8.8/",
                "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
                "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
                "https://\uff11\uff12\uff17.0.0.1/",
                "https://127\u30020\u30020\u30021/",
                "https://127.0.0.%31/"
            })
    void refusesPrivateAddressesInEveryForm(String url) {
        assertThat(UrlRules.refusal(url, AddressGuard.STRICT)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/hook?a=b#c",
                "HTTPS://Example.COM:8443/@me",
                "https://b\u00fccher.example/",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/hook",
                "https://hooks.1password.example/"
            })
    void acceptsPublicHttpsUrls(String url) {
        assertThat(UrlRules.refusal(url, AddressGuard.STRICT)).isNull();
    }

    @Test
    void plainHttpIsForTheAllowListOnly() {
        assertThat(UrlRules.refusal("http://example.com/", AddressGuard.STRICT)).isEqualTo("must be https");
        assertThat(UrlRules.refusal("http://8.8.8.8/", LOOPBACK)).isEqualTo("must be https");
        assertThat(UrlRules.refusal("http://127.0.0.1:9000/hook", LOOPBACK)).isNull();
        assertThat(UrlRules.refusal("http://[::1]:9000/hook", LOOPBACK)).isNull();
        assertThat(UrlRules.refusal("http://localhost:9000/hook", LOOPBACK)).isNull();
        assertThat(UrlRules.refusal("http://10.0.0.1/", LOOPBACK)).isNotNull();
    }

    /** The JDK takes it for a name, and asks for it. */
    @Test
    void whatLooksLikeAnAddressAndIsNoneIsNotLookedUp() {
        assertThat(UrlRules.refusal("https://256.1.1.1/", AddressGuard.STRICT))
                .isEqualTo("must write its address as four decimal numbers");
    }

    @Test
    void aNameWithoutTlsIsJudgedWhenItIsConnectedTo() {
        assertThat(UrlRules.refusal("http://receiver.internal/", LOOPBACK)).isNull();
    }

    @Test
    void refusesOverlongUrls() {
        String longest = "https://example.com/" + "a".repeat(2_028);

        assertThat(UrlRules.refusal(longest, AddressGuard.STRICT)).isNull();
        assertThat(UrlRules.refusal(longest + "a", AddressGuard.STRICT)).isEqualTo("must have at most 2048 characters");
    }
}
