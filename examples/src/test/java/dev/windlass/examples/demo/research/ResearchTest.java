package dev.windlass.examples.demo.research;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.Handlers;
import dev.windlass.testing.RecordingContext;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResearchTest {

    private final Library library = Library.load();

    @ParameterizedTest
    @CsvSource({
        "how do I retry with exponential backoff?,retries.md",
        "renewing a lease with heartbeats,leases.md",
        "HMAC secret rotation,signatures.md",
        "daylight saving gap in cron,schedules.md",
        "stale worker overwrites result token,fencing.md",
    })
    void theNoteThatSaysMostComesFirst(String query, String document) {
        assertThat(library.search(query, 3).results().get(0).document()).isEqualTo(document);
    }

    @Test
    void resultsAreRankedAndQuoteTheQuery() throws Exception {
        JsonNode found = research("{\"query\":\"idempotency key\",\"limit\":3}");
        assertThat(found.get("query").asText()).isEqualTo("idempotency key");
        assertThat(found.get("total").asInt()).isPositive();
        JsonNode results = found.get("results");
        assertThat(results.get(0).get("rank").asInt()).isEqualTo(1);
        assertThat(results.get(0).get("title").asText()).isEqualTo("Idempotency keys");
        assertThat(results.get(0).get("snippet").asText()).containsIgnoringCase("key");
        assertThat(results.findValues("score"))
                .extracting(JsonNode::asDouble)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void nothingFoundIsAnEmptyResult() throws Exception {
        JsonNode found = research("{\"query\":\"zyzzyva\"}");
        assertThat(found.get("total").asInt()).isZero();
        assertThat(found.get("results")).isEmpty();
    }

    @Test
    void scoresAreThoseOfBm25() {
        // Worked out by hand: N = 3, the word in one document of average length: idf = ln(1 + 2.5 / 1.5), tf part = 2.2
        // / 2.2.
        Bm25Index<String> index =
                new Bm25Index<>(List.of("apple pear", "plum fig4", "cherry grape"), Function.identity());
        List<Bm25Index.Hit<String>> hits = index.search("pear");
        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).score()).isCloseTo(Math.log(1 + 2.5 / 1.5), within(1e-9));
    }

    @Test
    void anAbsentOrBlankQueryIsRefusedByName() throws Exception {
        assertThat(Handlers.pointers(Research.type(library), "{}")).containsExactly("/query");
        assertThat(Handlers.pointers(Research.type(library), "{\"query\":\" \"}"))
                .containsExactly("/query");
        assertThat(Handlers.pointers(Research.type(library), "{\"query\":\"a\",\"limit\":0}"))
                .containsExactly("/limit");
    }

    private JsonNode research(String params) throws Exception {
        return Handlers.result(Handlers.run(Research.type(library), params, new RecordingContext()));
    }
}
