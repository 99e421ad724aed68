package dev.windlass.http.pipeline;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rest.Route;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Content-Type and Accept (RFC 9110 sections 8.3 and 12.5.1), as far as this server needs them. */
final class MediaTypes {

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Pattern ZERO_WEIGHT = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;|$)");

    private MediaTypes() {}

    /** A web form cannot send JSON, so this keeps foreign pages out too. @throws ProblemException 415 */
    static void checkContent(Route route, HeaderFields headers) {
        List<String> types = headers.all("Content-Type");
        boolean json = types.size() == 1 && isJson(types.get(0), route.method().equals("PATCH"));
        if (!json) {
            throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must be sent as " + JSON + " in UTF-8")
                    .header("Accept", JSON)
                    .exception();
        }
        String encoding = headers.joined("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "The body must be sent as it is, without Content-Encoding")
                    .header("Accept-Encoding", "identity")
                    .exception();
        }
    }

    private static boolean isJson(String contentType, boolean patch) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        if (!type.equals(JSON) && !(patch && type.equals(MERGE_PATCH))) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("[\\s\"]", "");
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=utf8")) {
                return false;
            }
        }
        return true;
    }

    /** @throws ProblemException 406 */
    static void checkAccept(Route route, HeaderFields headers) {
        String produced = route.produces();
        @Nullable String accept = headers.joined("Accept");
        if (produced == null || accept == null || accept.isBlank()) {
            return;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            if (covers(range.split(";", 2)[0].strip(), produced)
                    && !ZERO_WEIGHT.matcher(range).find()) {
                return;
            }
        }
        throw Problem.of(ProblemCode.NOT_ACCEPTABLE, "This can only be had as " + produced)
                .exception();
    }

    private static boolean covers(String range, String produced) {
        String type = produced.split(";", 2)[0];
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }
}
