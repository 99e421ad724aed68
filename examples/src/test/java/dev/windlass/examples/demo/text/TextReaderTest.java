package dev.windlass.examples.demo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {

    private static final String REVIEW = """
            The new crane of Kestrel Works is excellent. Dr. Halloran praised the crane for its smooth and reliable brakes.
            Rain fell in the afternoon. Kestrel Works will build another crane in Port Marlow.

            The harbour is pleased
            """;

    @Test
    void sentencesEndAtPunctuationAndBlankLinesButNotAtAbbreviations() {
        assertThat(Sentences.of(REVIEW))
                .containsExactly(
                        "The new crane of Kestrel Works is excellent.",
                        "Dr. Halloran praised the crane for its smooth and reliable brakes.",
                        "Rain fell in the afternoon.",
                        "Kestrel Works will build another crane in Port Marlow.",
                        "The harbour is pleased");
    }

    @Test
    void countsWordsAndSentences() {
        WordCounts counts = read(REVIEW).wordCounts();
        assertThat(counts.words()).isEqualTo(37);
        assertThat(counts.unique()).isEqualTo(28);
        assertThat(counts.sentences()).isEqualTo(5);
        assertThat(counts.top().entrySet()).startsWith(Map.entry("crane", 3), Map.entry("kestrel", 2));
    }

    @Test
    void namesComeBeforeTermsAndAreNotRepeatedAsTerms() {
        assertThat(read(REVIEW).entities())
                .startsWith("Kestrel Works")
                .contains("Port Marlow", "crane")
                .doesNotContain("kestrel");
    }

    @Test
    void theSummaryIsMadeOfTheMostTellingSentencesInTheirOrder() {
        assertThat(read(REVIEW).summary())
                .startsWith("The new crane of Kestrel Works is excellent.")
                .contains("Kestrel Works will build another crane")
                .doesNotContain("Rain fell");
    }

    @ParameterizedTest
    @CsvSource({
        "The result is excellent and reliable.,POSITIVE,1.0",
        "A terrible failure and a great loss.,NEGATIVE,-0.5",
        "The result is not good.,NEGATIVE,-1.0",
        "It never fails.,POSITIVE,1.0",
        "The crane is eleven metres high.,NEUTRAL,0.0",
        "Good and bad.,NEUTRAL,0.0",
    })
    void sentimentIsWeighedWithNegations(String text, Sentiment label, double score) {
        Analysis analysis = read(text);
        assertThat(analysis.sentiment()).isEqualTo(label);
        assertThat(analysis.sentimentScore()).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({
        "retries,retried",
        "running,runs",
        "leases,lease",
        "queues,queue",
        "stopped,stopping",
        "harbours,harbour"
    })
    void formsOfAWordShareTheirStem(String one, String other) {
        assertThat(Words.stem(one)).isEqualTo(Words.stem(other));
    }

    @Test
    void wordsOfAnyScriptAreCounted() {
        assertThat(read("Größe zählt. Это тест. naïve café").wordCounts().words())
                .isEqualTo(6);
    }

    @Test
    void anEmptyTextIsReadAsNothing() {
        Analysis analysis = read("  \n \n ");
        assertThat(analysis.summary()).isEmpty();
        assertThat(analysis.wordCounts().words()).isZero();
        assertThat(analysis.entities()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-", "A ", "e.g. ", "A. ", "word ", "\n \n", "'", "Ab of the ", "\r\n", "x"})
    void noTextTakesLongOrOverflowsTheStack(String repeated) {
        String text = repeated.repeat(100_000);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> {
            assertThat(read(text).wordCounts().characters()).isNotNegative();
        });
    }

    private static Analysis read(String text) {
        TextReader reader = new TextReader();
        List<String> sentences = Sentences.of(text);
        sentences.forEach(reader::read);
        return reader.analysis();
    }
}
