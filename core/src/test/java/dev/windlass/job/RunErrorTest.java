package dev.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunErrorTest {

    @Test
    void aLongMessageIsCutBetweenCharacters() {
        assertThat(message("x".repeat(4_000))).hasSize(4_000).doesNotContain("…");
        assertThat(message("x".repeat(4_001))).isEqualTo("x".repeat(3_999) + "…");
        assertThat(message("x".repeat(3_998) + "\uD83D\uDE00" + "yy")).isEqualTo("x".repeat(3_998) + "…");
    }

    private static String message(String text) {
        return new RunError("no", text, ErrorKind.APPLICATION, false, 1).message();
    }
}
