package dev.windlass.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text and numbers as the values they stand for; null when they stand for none. */
public final class Scalars {

    static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(36_525).toSeconds());
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Scalars() {}

    /** RFC 3339 with an offset, in the years 1 to 9999. */
    public static @Nullable Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    static @Nullable Duration seconds(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(LONGEST_SECONDS) > 0) {
            return null;
        }
        return Duration.ofNanos(
                seconds.setScale(9, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }

    /** The constant whose name in lower case is {@code word}. */
    public static <E extends Enum<E>> @Nullable E constant(@Nullable String word, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElse(null);
    }

    static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Scalars::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable List<String> strings(JsonNode value) {
        if (!value.isArray()) {
            return null;
        }
        List<String> strings = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                return null;
            }
            strings.add(item.textValue());
        }
        return strings;
    }
}
