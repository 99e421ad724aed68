package dev.windlass.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static JsonNode parse(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "  ",
                "{",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1 2]",
                "{} {}",
                "{}x",
                "nul",
                "NaN",
                "Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "\"\t\"",
                "\"\\x\"",
                "// c\n1",
                "{\"a\":1,\"a\":2}",
                "{\"b\":{\"a\":1,\"\\u0061\":2}}",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\u0000\":1}",
                "[\"a\\u0000\"]",
                "1e400",
                "-1e999999999",
                "1e-999999999",
                "9".repeat(101),
                "[".repeat(101) + "]".repeat(101),
                "{\"a\":".repeat(101) + "1" + "}".repeat(101));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatHasNoSingleMeaningIsRefusedWithoutAClassName(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.MALFORMED_JSON);
            assertThat(e.problem().detail())
                    .doesNotContain("Exception", "jackson", "Stream", "Source", "get")
                    .doesNotContain("\n");
        });
    }

    @Test
    void thePlaceIsTold() {
        assertThatThrownBy(() -> parse("{\n  \"a\": x}")).hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> parse("{\"job\":1,\"job\":2}")).hasMessageContaining("repeats the member 'job'");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedByPosition() {
        assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', 'a', (byte) 0xff, '"'}))
                .hasMessageContaining("not UTF-8 at byte 2");
        assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> StrictJson.parse("{}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "0", "-0", "1.50", "123456789012345678901234567890", "\"\\ud83d\\ude00\"", "[]", " {} "})
    void oddButClearValuesAreTaken(String text) {
        assertThat(parse(text)).isNotNull();
    }

    @Test
    void numbersAreKeptAsWritten() {
        assertThat(parse("[1.50, 12345678901234567890.123456789]"))
                .hasToString("[1.50,12345678901234567890.123456789]");
    }

    @Test
    void aHundredLevelsAreEnough() {
        assertThat(parse("[".repeat(100) + "]".repeat(100))).isNotNull();
    }

    @Test
    void noBytesBringItDown() {
        Random random = new Random(7);
        byte[] alphabet = "{}[]\",:0123456789.eE+-\\untrfalse \n\u00e4".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100_000; i++) {
            byte[] body = new byte[random.nextInt(24)];
            for (int j = 0; j < body.length; j++) {
                body[j] = random.nextInt(20) == 0
                        ? (byte) random.nextInt(256)
                        : alphabet[random.nextInt(alphabet.length)];
            }
            try {
                assertThat(StrictJson.parse(body)).isNotNull();
            } catch (ProblemException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.MALFORMED_JSON);
            }
        }
    }

    @Test
    void theCanonicalTextIsTheSameForTheSameValue() {
        String one = CanonicalJson.of(parse("{\"b\":[1, 2.50],\"a\":{\"y\":\"\\u0041\",\"x\":null}}"));
        String other = CanonicalJson.of(parse(" {\"a\" : {\"x\":null,\"y\":\"A\"}, \"b\":[1.0,25e-1]}"));
        assertThat(one).isEqualTo(other).isEqualTo("{\"a\":{\"x\":null,\"y\":\"A\"},\"b\":[1,2.5]}");
        assertThat(CanonicalJson.of(parse("{\"a\":\"1\"}"))).isNotEqualTo(CanonicalJson.of(parse("{\"a\":1}")));
        assertThat(CanonicalJson.of(parse("[1,2]"))).isNotEqualTo(CanonicalJson.of(parse("[2,1]")));
        assertThat(CanonicalJson.of(parse("[{},[]]"))).isEqualTo("[{},[]]");
    }
}
