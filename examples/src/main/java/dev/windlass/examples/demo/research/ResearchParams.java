package dev.windlass.examples.demo.research;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param query what to look for, at most 1 000 characters
 * @param limit results at most, 1–50
 */
record ResearchParams(String query, int limit) {

    ResearchParams {
        Params.text("/query", query, 1_000);
        Params.range("/limit", limit, 1, 50);
    }

    @JsonCreator
    static ResearchParams of(
            @JsonProperty("query") @Nullable String query, @JsonProperty("limit") @Nullable Integer limit) {
        return new ResearchParams(Params.required("/query", query), Params.or(limit, 5));
    }
}
