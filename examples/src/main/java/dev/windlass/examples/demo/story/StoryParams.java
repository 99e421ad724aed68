package dev.windlass.examples.demo.story;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param genre any text up to 100 characters; an unknown genre is told in general words
 * @param length about how many words, 1–200 000
 * @param seed the same seed tells the same story; null to let the job's id decide
 */
record StoryParams(String genre, int length, @Nullable Long seed) {

    StoryParams {
        Params.text("/genre", genre, 100);
        Params.range("/length", length, 1, 200_000);
    }

    @JsonCreator
    static StoryParams of(
            @JsonProperty("genre") @Nullable String genre,
            @JsonProperty("length") @Nullable Integer length,
            @JsonProperty("seed") @Nullable Long seed) {
        return new StoryParams(Params.or(genre, Genre.GENERAL), Params.or(length, 300), seed);
    }
}
