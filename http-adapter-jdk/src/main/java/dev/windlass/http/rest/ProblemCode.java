package dev.windlass.http.rest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every kind of problem that this server answers with (RFC 9457); {@code GET /problems/{code}} explains each. */
public enum ProblemCode {
    MALFORMED_REQUEST(
            400,
            "Malformed request",
            "The request line, the headers or the framing of the body break the rules of HTTP."),
    MALFORMED_JSON(
            400,
            "Malformed JSON",
            "The body is not one well-formed JSON value in UTF-8, repeats a member, or nests too deeply."),
    UNKNOWN_MEMBER(
            400, "Unknown member", "The body has a member that this operation does not know; errors lists each."),
    UNKNOWN_PARAMETER(400, "Unknown query parameter", "The query has a parameter that this operation does not know."),
    INVALID_PARAMETER(
            400, "Invalid query parameter", "A query parameter has a value of the wrong form, or is repeated."),
    INVALID_HEADER(400, "Invalid header", "A header of the request has a value of the wrong form."),
    INVALID_PAGE_TOKEN(
            400,
            "Invalid page token",
            "The page_token was not issued by this server for this list with these arguments."),
    UNEXPECTED_BODY(400, "Unexpected body", "This operation takes no body."),
    UNAUTHORIZED(401, "Authentication required", "The request has no bearer token, or one that is not known."),
    INSUFFICIENT_SCOPE(
            403, "Insufficient scope", "The token is known but does not grant the scope that this operation needs."),
    FOREIGN_ORIGIN(403, "Foreign origin", "A web page of another origin must not call this server."),
    NOT_FOUND(404, "Not found", "There is no such resource, or no longer."),
    METHOD_NOT_ALLOWED(
            405, "Method not allowed", "The resource does not have this method; Allow lists those that it has."),
    NOT_ACCEPTABLE(406, "Not acceptable", "The resource cannot be rendered in any media type that Accept names."),
    ALREADY_FINISHED(409, "Already finished", "The job or run has ended, and what has ended never changes."),
    NOT_FINISHED(409, "Not finished", "The job or run has not ended yet."),
    NOT_QUEUED(409, "Not queued", "The job no longer waits in the queue."),
    NOT_RETRIABLE(409, "Not retriable", "Only the last run of a FAILED job can be retried."),
    NAME_TAKEN(409, "Name taken", "Another resource has this name."),
    IN_USE(409, "In use", "Another resource refers to this one."),
    IDEMPOTENCY_KEY_IN_PROGRESS(
            409, "Idempotency key in progress", "The first request with this key has not been answered yet."),
    LENGTH_REQUIRED(411, "Length required", "The body must come with a Content-Length; chunked bodies are not taken."),
    VERSION_MISMATCH(412, "Version mismatch", "The resource changed since the version that If-Match names."),
    BODY_TOO_LARGE(413, "Body too large", "The body is larger than this server takes."),
    TARGET_TOO_LONG(414, "Target too long", "The request target is longer than this server takes."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "The body must be sent as application/json."),
    RANGE_NOT_SATISFIABLE(416, "Range not satisfiable", "The range starts after the end of the artifact."),
    EXPECTATION_FAILED(417, "Expectation failed", "The only expectation that can be met is 100-continue."),
    MISDIRECTED_REQUEST(421, "Misdirected request", "The Host of the request is not one of this server."),
    VALIDATION_FAILED(
            422,
            "Validation failed",
            "The request is well-formed but cannot be carried out; errors points at each member."),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused", "The key was used before, for another request."),
    RATE_LIMITED(429, "Too many requests", "The rate limit is exceeded; Retry-After says when to come again."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The headers are larger than this server takes."),
    INTERNAL_ERROR(
            500,
            "Internal error",
            "Something went wrong inside the server; its log has the cause under the request id."),
    RUN_FAILED(500, "Run failed", "The direct execution failed; error says why."),
    NOT_IMPLEMENTED(501, "Not implemented", "The method is not known to this server."),
    OVERLOADED(503, "Overloaded", "A bound of the server is reached; Retry-After says when to come again."),
    STORE_UNAVAILABLE(
            503, "Store unavailable", "The store is out of reach; whether the request took effect is unknown."),
    DRAINING(503, "Shutting down", "The server is stopping and takes no more requests."),
    HTTP_VERSION_NOT_SUPPORTED(505, "HTTP version not supported", "Only HTTP/1.1 and HTTP/1.0 are spoken here.");

    private final int status;
    private final String title;
    private final String explanation;

    ProblemCode(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }

    /** In kebab case, as clients see it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it is explained, a path on this server. */
    public String type() {
        return "/problems/" + word();
    }

    public static Optional<ProblemCode> ofWord(String word) {
        return Arrays.stream(values()).filter(code -> code.word().equals(word)).findFirst();
    }
}
