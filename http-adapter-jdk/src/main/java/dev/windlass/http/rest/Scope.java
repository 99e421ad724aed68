package dev.windlass.http.rest;

import java.util.Locale;

/** A right that a route needs and a token grants (RFC 6750). */
public enum Scope {
    /** Needs no token: health, OpenAPI, problem pages. Never granted. */
    OPEN,
    /** GET. */
    READ,
    /** Submit, cancel, retry, direct execution. */
    SUBMIT,
    /** Templates, schedules, webhooks, the queue. Includes the others. */
    ADMIN;

    /** As it is written in token files and in {@code WWW-Authenticate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
