package dev.windlass.examples.demo.research;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a search found.
 *
 * @param total notes that have one of the query's words
 * @param results the best of them, best first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Findings(String query, int total, List<Finding> results) {

    public Findings {
        results = List.copyOf(results);
    }

    /**
     * A note that fits.
     *
     * @param rank from 1
     * @param snippet its sentence that says most about the query
     */
    public record Finding(int rank, String title, String document, double score, String snippet) {}
}
