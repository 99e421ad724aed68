package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {

    @TempDir
    private Path dir;

    private final Flags flags = new Flags("prog", "Does things.", ServerOptions.flags("memory"));

    @Test
    void bothWaysOfWritingAreRead() {
        FlagValues values =
                flags.parse("--port", "1", "--slots=2", "--webhook-allow=10.0.0.0/8", "--webhook-allow", "::1/128");
        assertThat(values.number("--port", 0, 9)).isEqualTo(1);
        assertThat(values.number("--slots", 1, 9)).isEqualTo(2);
        assertThat(values.all("--webhook-allow")).isEqualTo(List.of("10.0.0.0/8", "::1/128"));
        assertThat(values.text("--bind")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 1                  | Unknown flag --prot
            --port                    | --port needs a value
            --port --slots 2          | --port needs a value
            --config --port 1         | --config needs a value
            --port 1 --port 2         | --port is given more than once
            --port one                | --port must be a whole number from 0 to 65535, but is one
            --port 65536              | --port must be a whole number
            --slots 0                 | --slots must be
            x                         | Unknown flag x
            --rate-limit 5            | --rate-limit must be N/SECONDS
            --public-url ftp://x      | --public-url must be
            --tokens /does/not/exist  | --tokens: cannot read
            --webhook-allow nonsense  | --webhook-allow:
            --bind nowhere.invalid    | --bind nowhere.invalid
            --config /does/not/exist  | --config: cannot read
            """)
    void aWrongFlagIsOneClearLine(String line, String message) {
        assertThatThrownBy(() -> ServerOptions.of(flags.parse(line.split(" ")), Map.of(), List.of()))
                .isInstanceOf(FlagException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aFileGivesWayToTheCommandLine() throws IOException {
        Path file = Files.writeString(dir.resolve("c"), "# settings\nport = 7\nslots=3\n\n");
        FlagValues values = flags.parse("--config", file.toString(), "--port", "8");
        assertThat(values.number("--port", 0, 9)).isEqualTo(8);
        assertThat(values.number("--slots", 0, 9)).isEqualTo(3);
    }

    @Test
    void aWrongFileIsNamedByLine() throws IOException {
        Path file = Files.writeString(dir.resolve("c"), "port = 7\nprot = 8\n");
        assertThatThrownBy(() -> flags.parse("--config", file.toString()))
                .isInstanceOf(FlagException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void theHelpExplainsEachFlag() {
        assertThat(flags.help()).contains("Usage: prog", "--port PORT", "(8080)", "--config FILE", "--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:foo:bar?password=secret", "jdbc:foo", "jdbc:", "oracle", "Memory"})
    void aStoreThatNobodyHasIsAWrongFlag(String store) {
        assertThatThrownBy(() -> Stores.open(store))
                .isInstanceOf(FlagException.class)
                .hasMessageStartingWith("--store must be")
                .message()
                .doesNotContain("secret", "\n");
    }
}
