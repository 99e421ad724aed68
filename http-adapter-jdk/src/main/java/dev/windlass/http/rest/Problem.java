package dev.windlass.http.rest;

import dev.windlass.job.Json;
import dev.windlass.job.Violation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not carried out (RFC 9457).
 *
 * @param detail about this occurrence, for people; never a class name or a stack trace
 * @param errors each member that is wrong; empty unless it is about members
 * @param headers of the answer besides Content-Type, for example Retry-After
 * @param extras further members of the body, for example {@code error}
 */
public record Problem(
        ProblemCode code,
        String detail,
        List<Violation> errors,
        Map<String, String> headers,
        Map<String, Json> extras) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
        extras = Map.copyOf(extras);
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of(), Map.of(), Map.of());
    }

    public static Problem invalid(ProblemCode code, String detail, List<Violation> errors) {
        return new Problem(code, detail, errors, Map.of(), Map.of());
    }

    /** 400 for one query parameter. */
    public static Problem invalidParameter(String name, String detail) {
        return of(ProblemCode.INVALID_PARAMETER, "Query parameter " + name + " " + detail);
    }

    public Problem header(String name, String value) {
        return headers(Map.of(name, value));
    }

    /** The same with these headers added or replaced. */
    public Problem headers(Map<String, String> more) {
        Map<String, String> copy = new LinkedHashMap<>(headers);
        copy.putAll(more);
        return new Problem(code, detail, errors, copy, extras);
    }

    /** Rounded up to whole seconds, at least one (RFC 9110 section 10.2.3). */
    public Problem retryAfter(Duration wait) {
        return header(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    public Problem extra(String name, Json value) {
        Map<String, Json> copy = new LinkedHashMap<>(extras);
        copy.put(name, value);
        return new Problem(code, detail, errors, headers, copy);
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** @param instance the path that was asked for */
    public Answer answer(String instance, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", code.type());
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("detail", detail);
        body.put("instance", instance);
        body.put("code", code.word());
        body.put("request_id", requestId);
        if (!errors.isEmpty()) {
            body.put("errors", errors.stream().map(Problem::error).toList());
        }
        extras.forEach((name, value) -> body.put(name, value.tree()));
        Answer answer = Answer.json(code.status(), Json.of(body)).with("Content-Type", MEDIA_TYPE);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    private static Map<String, String> error(Violation violation) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("detail", violation.detail());
        error.put("pointer", violation.pointer());
        return error;
    }
}
