package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.Webhooks.Draft;
import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.job.Json;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.webhook.RetrySchedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client chooses of a webhook endpoint. */
final class WebhookBody {

    private static final String DELAYS = "retry_delays_seconds";
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(Duration.ofDays(366).toSeconds());

    private WebhookBody() {}

    static Draft read(JsonObjectReader body) {
        Draft draft = new Draft(
                body.requiredString("url"),
                body.strings("events"),
                body.word("profile", WebhookEndpoint.Profile.class),
                !Objects.equals(body.bool("enabled"), false),
                body.string("secret"),
                delays(body));
        body.finish();
        return draft;
    }

    /** Without the secret: it is never read back. */
    static ObjectNode tree(Draft draft) {
        return MergePatch.tree(out -> {
            out.text("url", draft.url()).beginArray("events");
            draft.events().forEach(out::element);
            out.endArray().word("profile", draft.profile()).bool("enabled", draft.enabled());
            if (draft.retryDelays() != null) {
                out.beginArray(DELAYS);
                draft.retryDelays().forEach(out::secondsElement);
                out.endArray();
            }
        });
    }

    /** {@code retry_delays_seconds}, or {@code retry_preset} for a schedule that has a name. */
    private static @Nullable List<Duration> delays(JsonObjectReader body) {
        Preset preset = body.word("retry_preset", Preset.class);
        Json json = body.json(DELAYS);
        if (json == null) {
            return preset == null ? null : preset.delays;
        }
        JsonNode value = json.tree();
        if (!value.isArray()) {
            body.reject(DELAYS, "must be an array of seconds");
            return null;
        }
        return preset == null ? delays(body, value) : preset.delays;
    }

    private enum Preset {
        CONTRACT(RetrySchedule.DEFAULT),
        STANDARD(RetrySchedule.STANDARD);

        private final List<Duration> delays;

        Preset(List<Duration> delays) {
            this.delays = delays;
        }
    }

    private static List<Duration> delays(JsonObjectReader body, JsonNode value) {
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            Duration delay = duration(value.get(i));
            if (delay == null) {
                body.reject(DELAYS, "must have numbers of seconds, 0 to 604800, but has not at index " + i);
            } else {
                delays.add(delay);
            }
        }
        return delays;
    }

    private static @Nullable Duration duration(JsonNode seconds) {
        boolean valid = seconds.isNumber()
                && seconds.decimalValue().signum() >= 0
                && seconds.decimalValue().compareTo(LONGEST) <= 0;
        return valid
                ? Duration.ofMillis(seconds.decimalValue().movePointRight(3).longValue())
                : null;
    }
}
