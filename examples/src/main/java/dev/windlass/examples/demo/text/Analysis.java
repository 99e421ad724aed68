package dev.windlass.examples.demo.text;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What was read out of a text.
 *
 * @param summary its most telling sentences, in their order
 * @param sentimentScore from −1 to 1
 * @param entities names first, then frequent terms
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Analysis(
        String summary, Sentiment sentiment, double sentimentScore, List<String> entities, WordCounts wordCounts) {

    public Analysis {
        entities = List.copyOf(entities);
    }
}
