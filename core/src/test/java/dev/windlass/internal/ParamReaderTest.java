package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Params as hosts declare them: what Java has is read back as it was written, and what does not fit is named. */
class ParamReaderTest {

    enum Colour {
        RED,
        BLUE
    }

    record Order(
            UUID id,
            Instant at,
            LocalDate day,
            OffsetDateTime noon,
            Duration limit,
            Optional<String> note,
            Colour colour,
            List<BigDecimal> amounts) {}

    record Numbers(
            int count,
            boolean flag,
            @Nullable String name,
            @Nullable List<Integer> list,
            @Nullable Instant at) {}

    private static <P> ParamReader<P> reader(Class<P> type) {
        return new ParamReader<>(JobType.of("t", type, (params, context) -> RunResult.completed()));
    }

    @Test
    void timesAndOptionalsComeBackAsTheyWere() {
        Order order = new Order(
                new UUID(1, 2),
                Instant.parse("2026-11-22T22:00:00.123456Z"),
                LocalDate.parse("2026-11-22"),
                OffsetDateTime.parse("2026-11-22T12:00:00+02:00"),
                Duration.ofSeconds(90),
                Optional.of("fragile"),
                Colour.BLUE,
                List.of(new BigDecimal("1.10")));

        String written = Json.of(order).text();

        assertThat(written)
                .contains(
                        "\"at\":\"2026-11-22T22:00:00.123456Z\"",
                        "\"day\":\"2026-11-22\"",
                        "\"noon\":\"2026-11-22T12:00:00+02:00\"",
                        "\"limit\":\"PT1M30S\"",
                        "\"note\":\"fragile\"");
        assertThat(reader(Order.class).read(written)).isEqualTo(order);
        assertThat(Json.of(order).as(Order.class)).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"count":1.5}      | /params/count  | must be a whole number within range
            {"count":"1"}      | /params/count  | must be a whole number within range
            {"count":null}     | /params/count  | must be a whole number within range
            {"flag":1}         | /params/flag   | must be true or false
            {"name":1}         | /params/name   | must be a string
            {"list":{}}        | /params/list   | must be an array
            {"list":[1,"x"]}   | /params/list/1 | must be a whole number within range
            {"at":"yesterday"} | /params/at     | must be a date, time or duration in ISO 8601
            {"count":1,"flag":true,"cuont":1} | /params/cuont  | is not known
            []                 | /params        | must be an object
            """)
    void whatDoesNotFitIsNamed(String params, String pointer, String detail) {
        assertThatThrownBy(() -> reader(Numbers.class).read(params))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.violations()).hasSize(1);
                    assertThat(e.violations().get(0).pointer()).isEqualTo(pointer);
                    assertThat(e.violations().get(0).detail()).isEqualTo(detail);
                });
    }
}
