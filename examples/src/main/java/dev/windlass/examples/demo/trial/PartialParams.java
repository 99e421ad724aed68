package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param total items in all, 1–10 000
 * @param failing how many of them cannot be done, at most {@code total} and at most 100
 */
record PartialParams(int total, int failing) {

    PartialParams {
        Params.range("/total", total, 1, 10_000);
        Params.range("/failing", failing, 0, Math.min(total, 100));
    }

    @JsonCreator
    static PartialParams of(
            @JsonProperty("total") @Nullable Integer total, @JsonProperty("failing") @Nullable Integer failing) {
        int all = Params.or(total, 3);
        return new PartialParams(all, Params.or(failing, 1));
    }
}
