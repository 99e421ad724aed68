package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param total items to go through, 1–1 000 000
 * @param millis how long each item takes, 0–60 000
 */
record ItemsParams(long total, long millis) {

    ItemsParams {
        Params.range("/total", total, 1, 1_000_000);
        Params.range("/millis", millis, 0, 60_000);
    }

    @JsonCreator
    static ItemsParams of(@JsonProperty("total") @Nullable Long total, @JsonProperty("millis") @Nullable Long millis) {
        return new ItemsParams(Params.or(total, 10L), Params.or(millis, 0L));
    }
}
