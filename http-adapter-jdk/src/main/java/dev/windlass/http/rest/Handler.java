package dev.windlass.http.rest;

/** Answers requests. Called on a request thread, by several at once. May throw anything: it becomes a problem in one place. */
@FunctionalInterface
public interface Handler {

    ApiResponse handle(ApiRequest request);
}
