package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param millis how long to sleep in all, 0 to one day
 * @param steps how often to report progress on the way, 1–1 000
 */
record SleepParams(long millis, int steps) {

    static final long ONE_DAY = 86_400_000;

    SleepParams {
        Params.range("/millis", millis, 0, ONE_DAY);
        Params.range("/steps", steps, 1, 1_000);
    }

    @JsonCreator
    static SleepParams of(
            @JsonProperty("millis") @Nullable Long millis, @JsonProperty("steps") @Nullable Integer steps) {
        return new SleepParams(Params.or(millis, 1_000L), Params.or(steps, 10));
    }
}
