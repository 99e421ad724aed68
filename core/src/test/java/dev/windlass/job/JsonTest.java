package dev.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value as text that has a form in UTF-8. */
class JsonTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "\uD83D\uDE00 whole, \uD83D\uDE00 whole",
        "\uD83D first, \uFFFD first",
        "second \uDE00, second \uFFFD",
        "\uDE00\uD83D turned, \uFFFD\uFFFD turned",
        "\uD83D\uD83D\uDE00 both, \uFFFD\uD83D\uDE00 both"
    })
    void halfASurrogatePairBecomesTheReplacementCharacter(String given, String kept) {
        assertThat(Json.of(given).text()).isEqualTo('"' + kept + '"');
        assertThat(new Json('"' + given + '"').text()).isEqualTo('"' + kept + '"');
    }

    @Test
    void namesOfMembersToo() {
        assertThat(Json.of(Map.of("a\uD83D", 1)).text()).isEqualTo("{\"a\uFFFD\":1}");
    }
}
