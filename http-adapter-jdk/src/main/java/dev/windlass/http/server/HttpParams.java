package dev.windlass.http.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.webhook.GuardedCall;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to be made. Members but the URL may be left out.
 *
 * @param method POST unless said
 * @param body a string is sent as it is, anything else as JSON; null for none
 * @param expectedStatuses what counts as success; empty for 200–299
 */
record HttpParams(
        String url,
        String method,
        Map<String, String> headers,
        @Nullable JsonNode body,
        @JsonProperty("expected_statuses") List<Integer> expectedStatuses) {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

    /** RFC 9110 section 5.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,8192}");
    private static final int MOST_HEADERS = 100;

    /** They frame the message or belong to the connection, which is not the caller's. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** @throws InvalidRequestException naming every member that is wrong */
    HttpParams {
        // Jackson gives null for what was left out.
        method = method == null ? "POST" : method;
        headers = headers == null ? Map.of() : headers;
        body = body == null || body.isNull() ? null : body;
        List<Violation> wrong = new ArrayList<>();
        checkUrl(url, wrong);
        checkMethod(method, body, wrong);
        checkHeaders(headers, wrong);
        checkStatuses(expectedStatuses, wrong);
        if (!wrong.isEmpty()) {
            throw new InvalidRequestException(wrong);
        }
        headers = Map.copyOf(headers);
        expectedStatuses = expectedStatuses == null ? List.of() : List.copyOf(expectedStatuses);
    }

    /** Whether the receiver did what was asked of it. */
    boolean expects(int status) {
        return expectedStatuses.isEmpty() ? status >= 200 && status <= 299 : expectedStatuses.contains(status);
    }

    private static void checkUrl(@Nullable String url, List<Violation> wrong) {
        String malformed = url == null ? "is required" : GuardedCall.malformed(url);
        if (malformed != null) {
            wrong.add(new Violation("/url", malformed));
        }
    }

    private static void checkMethod(String method, @Nullable JsonNode body, List<Violation> wrong) {
        if (!METHODS.contains(method)) {
            wrong.add(new Violation("/method", "must be one of " + String.join(", ", new TreeSet<>(METHODS))));
        } else if (body != null && WITHOUT_BODY.contains(method)) {
            wrong.add(new Violation("/body", "must not be given with " + method));
        }
    }

    private static void checkHeaders(Map<String, @Nullable String> headers, List<Violation> wrong) {
        if (headers.size() > MOST_HEADERS) {
            wrong.add(new Violation("/headers", "must have at most " + MOST_HEADERS + " members"));
            return;
        }
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            String detail = seen.add(name) ? judge(name, value) : "is given twice";
            if (detail != null) {
                wrong.add(new Violation("/headers/" + escape(name), detail));
            }
        });
    }

    private static @Nullable String judge(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            return "is not a header's name";
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return "cannot be set";
        }
        return value != null && VALUE.matcher(value).matches()
                ? null
                : "must be a string of at most 8192 printable ASCII characters";
    }

    private static void checkStatuses(@Nullable List<@Nullable Integer> statuses, List<Violation> wrong) {
        if (statuses == null) {
            return;
        }
        if (statuses.isEmpty() || statuses.size() > 100) {
            wrong.add(new Violation("/expected_statuses", "must have 1 to 100 elements"));
            return;
        }
        for (int i = 0; i < statuses.size(); i++) {
            Integer status = statuses.get(i);
            if (status == null || status < 200 || status > 599) {
                wrong.add(new Violation("/expected_statuses/" + i, "must be from 200 to 599"));
            }
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
