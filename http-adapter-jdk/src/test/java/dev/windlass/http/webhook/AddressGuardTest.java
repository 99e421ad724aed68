package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T11")
class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:7f00:1::",
                "2001:10::1",
                "2001:20::1",
                "2001:1ff:ffff::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "3fff::1",
                "3fff:fff::1",
                "2606:4700::5efe:7f00:1",
                "2606:4700::200:5efe:a00:1",
                "4000::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(AddressGuard.STRICT.refusal(InetAddress.getByName(address))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "2001:200::1",
                "2003::1",
                "2606:4700::5efd:7f00:1",
                "3fff:1000::1"
            })
    void letsPublicAddressesPass(String address) throws UnknownHostException {
        assertThat(AddressGuard.STRICT.refusal(InetAddress.getByName(address))).isNull();
    }

    @Test
    void opensExactlyWhatTheAllowListNames() throws UnknownHostException {
        AddressGuard guard = AddressGuard.opening(List.of("127.0.0.0/8", "10.1.2.0/23", "fd00::/8", "192.168.7.9"));

        assertThat(List.of("127.0.0.1", "10.1.2.0", "10.1.3.255", "fd12::1", "192.168.7.9"))
                .allSatisfy(address -> assertThat(guard.refusal(InetAddress.getByName(address)))
                        .isNull());
        assertThat(List.of("10.1.4.0", "10.1.1.255", "fe80::1", "192.168.7.10", "::1"))
                .allSatisfy(address -> assertThat(guard.refusal(InetAddress.getByName(address)))
                        .isNotNull());
    }

    @Test
    void anEmptyPrefixOpensEverythingOfItsFamily() throws UnknownHostException {
        AddressGuard guard = AddressGuard.opening(List.of("0.0.0.0/0"));

        assertThat(guard.refusal(InetAddress.getByName("10.0.0.1"))).isNull();
        assertThat(guard.refusal(InetAddress.getByName("::1"))).isNotNull();
    }

    @Test
    void anIpv4BlockOpensItsMappedFormAndBitsBehindThePrefixDoNotMatter() throws UnknownHostException {
        AddressGuard guard = AddressGuard.opening(List.of("10.1.2.3/8"));

        assertThat(guard.refusal(InetAddress.getByName("::ffff:10.9.9.9"))).isNull();
        assertThat(guard.refusal(InetAddress.getByName("10.0.0.1"))).isNull();
        assertThat(guard.refusal(InetAddress.getByName("64:ff9b::a00:1"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "::/129",
                "10.0.0/8",
                "1.2.3.999",
                "010.0.0.1",
                "0x7f.0.0.1",
                "2130706433",
                "::ffff:10.0.0.0/104",
                "::ffff:10.0.0.0/8",
                "[::1]",
                "fe80::1%lo",
                "1::2::3",
                "10.0.0.0/8/8",
                "10.0.0.0/8,127.0.0.0/8",
                " 10.0.0.0/8",
                "10.0.0.0/9999999999",
                "a/8"
            })
    void refusesMalformedBlocks(String cidr) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressGuard.opening(List.of(cidr)))
                .withMessage("Not an address block such as 10.0.0.0/8: " + cidr);
    }
}
