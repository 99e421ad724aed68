package dev.windlass.http.rest;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event (WHATWG HTML section 9.2).
 *
 * @param id what the client sends back as {@code Last-Event-ID}; null to leave the last one in force
 * @param event its type; null for the default, {@code message}
 * @param data usually JSON; may have several lines. Null for none: the client notes the id and hears of no event
 */
public record ServerEvent(
        @Nullable String id,
        @Nullable String event,
        @Nullable String data) {}
