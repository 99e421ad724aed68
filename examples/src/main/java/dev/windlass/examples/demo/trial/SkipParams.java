package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/** @param reason why there is nothing to do, at most 1 000 characters */
record SkipParams(String reason) {

    SkipParams {
        Params.text("/reason", reason, 1_000);
    }

    @JsonCreator
    static SkipParams of(@JsonProperty("reason") @Nullable String reason) {
        return new SkipParams(Params.or(reason, "Nothing to do"));
    }
}
