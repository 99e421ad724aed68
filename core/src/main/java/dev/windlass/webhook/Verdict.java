package dev.windlass.webhook;

import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an answer means (Standard Webhooks, "Operational considerations"). */
enum Verdict {
    DELIVERED,
    FAILED,
    /** The receiver wants no more of this. */
    GONE;

    private static final int GONE_STATUS = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    static Verdict of(Answer answer) {
        Integer status = answer.statusCode();
        if (status == null) {
            return FAILED;
        }
        if (status >= 200 && status < 300) {
            return DELIVERED;
        }
        return status == GONE_STATUS ? GONE : FAILED;
    }

    /** How long the receiver asked to be left alone; null when it did not. */
    static @Nullable Duration pause(Answer answer) {
        Integer status = answer.statusCode();
        boolean heeded = status != null && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE);
        return heeded ? answer.retryAfter() : null;
    }

    /** Why it failed, for people and filters; null when it did not. */
    static @Nullable String error(Answer answer) {
        if (of(answer) == DELIVERED) {
            return null;
        }
        return answer.statusCode() == null ? answer.error() : "http_" + answer.statusCode();
    }
}
