package dev.windlass.http.pipeline;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the framing of a request (RFC 9112), because com.sun.net.httpserver takes almost anything. All problems close the connection:
 * where one request ends is in doubt.
 */
final class Framing {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._~%!$&'()*+,;=-]{1,255})(:[0-9]{0,5})?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final String NOT_IN_NAMES = "\"(),/:;<=>?@[\\]{}";
    private static final char DELETE = 0x7f;

    private Framing() {}

    static void check(RequestHead head) {
        if (!head.protocol().equals("HTTP/1.1") && !head.protocol().equals("HTTP/1.0")) {
            throw closing(ProblemCode.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        if (!METHODS.contains(head.method())) {
            throw closing(ProblemCode.NOT_IMPLEMENTED, "The method is not known to this server");
        }
        head.headers().forEach(Framing::checkField);
        checkHost(head);
        checkLength(head.headers());
        String expect = head.headers().joined("Expect");
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw closing(ProblemCode.EXPECTATION_FAILED, "The only expectation that can be met is 100-continue");
        }
    }

    /** What sees the request before or after this server may cut a field at such a character (RFC 9110 sections 5.1 and 5.5). */
    private static void checkField(String name, String value) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= DELETE || NOT_IN_NAMES.indexOf(c) >= 0) {
                throw closing(ProblemCode.MALFORMED_REQUEST, "A header's name has a character that names cannot have");
            }
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == DELETE) {
                throw closing(ProblemCode.MALFORMED_REQUEST, "A header's value has a control character");
            }
        }
    }

    private static void checkHost(RequestHead head) {
        List<String> hosts = head.headers().all("Host");
        boolean optional = head.protocol().equals("HTTP/1.0");
        if (hosts.size() > 1 || (hosts.isEmpty() && !optional)) {
            throw closing(ProblemCode.MALFORMED_REQUEST, "A request has exactly one Host");
        }
        if (hosts.size() == 1 && !HOST.matcher(hosts.get(0)).matches()) {
            throw closing(ProblemCode.MALFORMED_REQUEST, "The Host is not a host name with an optional port");
        }
    }

    private static void checkLength(HeaderFields headers) {
        // The server's chunk sizes overflow an int, so that one request can hide another; no chunked body is ever read.
        if (headers.has("Transfer-Encoding")) {
            throw closing(ProblemCode.LENGTH_REQUIRED, "The body must come with a Content-Length, not chunked");
        }
        List<String> lengths = headers.all("Content-Length");
        if (lengths.size() > 1
                || (lengths.size() == 1 && !LENGTH.matcher(lengths.get(0)).matches())) {
            throw closing(ProblemCode.MALFORMED_REQUEST, "Content-Length is not one number");
        }
    }

    /** The length that the request declares; 0 when it declares none. Call it after {@link #check}. */
    static long length(HeaderFields headers) {
        @Nullable String length = headers.first("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private static ProblemException closing(ProblemCode code, String detail) {
        return Problem.of(code, detail).header("Connection", "close").exception();
    }
}
