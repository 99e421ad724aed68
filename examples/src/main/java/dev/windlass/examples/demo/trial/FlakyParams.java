package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import org.jspecify.annotations.Nullable;

/**
 * @param failTimes how many attempts fail before one completes, 0–1 000
 * @param retriable whether its failures may be retried
 * @param millis how long each attempt takes, 0 to one day
 */
record FlakyParams(int failTimes, boolean retriable, long millis) {

    FlakyParams {
        Params.range("/fail_times", failTimes, 0, 1_000);
        Params.range("/millis", millis, 0, SleepParams.ONE_DAY);
    }

    @JsonCreator
    static FlakyParams of(
            @JsonProperty("fail_times") @Nullable Integer failTimes,
            @JsonProperty("retriable") @Nullable Boolean retriable,
            @JsonProperty("millis") @Nullable Long millis) {
        return new FlakyParams(Params.or(failTimes, 1), Params.or(retriable, true), Params.or(millis, 0L));
    }
}
