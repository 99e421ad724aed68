package dev.windlass.http.rules;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rest.Filter;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conditional requests (RFC 9110 section 13) over strong entity tags that are made of the bytes themselves. */
public final class Conditional {

    /** Tags the 200 of a GET, and answers 304 when the client has it already. */
    public static final Filter FILTER =
            next -> request -> next.handle(request).map(answer -> revalidated(request, answer));

    private static final int TAG_BYTES = 16;

    private Conditional() {}

    /** The strong entity tag of these bytes, quotes included. */
    public static String etag(byte[] bytes) {
        byte[] hash = Digests.sha256().digest(bytes);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + '"';
    }

    /** The answer with its ETag, when its body is in memory. */
    public static Answer tagged(Answer answer) {
        return answer.body() instanceof Body.Bytes body ? answer.with("ETag", etag(body.bytes())) : answer;
    }

    /** Whether the {@code If-None-Match} of a GET names this tag: the client has seen exactly this. */
    public static boolean isKnown(ApiRequest request, String etag) {
        String known = request.headers().joined("If-None-Match");
        return known != null && request.method().equals("GET") && names(known, etag, false);
    }

    /** Whether the request asks to hear of changes only. */
    public static boolean hasSeen(ApiRequest request) {
        return request.headers().has("If-None-Match");
    }

    /**
     * Checks {@code If-Match} against a resource as it stands.
     *
     * @return whether the header is there, and holds; false when it is not there
     * @throws ProblemException 412 when it does not hold
     */
    public static boolean requireMatch(ApiRequest request, String etag) {
        String expected = request.headers().joined("If-Match");
        if (expected == null) {
            return false;
        }
        if (!names(expected, etag, true)) {
            throw Problem.of(ProblemCode.VERSION_MISMATCH, "The resource is no longer as If-Match names it")
                    .exception();
        }
        return true;
    }

    private static Answer revalidated(ApiRequest request, Answer answer) {
        if (answer.status() != 200 || !request.method().equals("GET") || !(answer.body() instanceof Body.Bytes)) {
            return answer;
        }
        Answer tagged = tagged(answer);
        String etag = tagged.headers().get("ETag");
        return etag != null && isKnown(request, etag) ? notModified(tagged) : tagged;
    }

    /** The 304 that stands for this answer: the same headers without those of the body. */
    public static Answer notModified(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(name -> name.regionMatches(true, 0, "Content-", 0, 8));
        return new Answer(304, headers, Body.EMPTY);
    }

    // Tags of this server have no commas, so a plain split reads every list that can match.
    private static boolean names(String list, String etag, boolean strong) {
        for (String item : list.split(",")) {
            String tag = item.strip();
            if (tag.equals("*") || tag.equals(etag) || (!strong && isWeakFormOf(tag, etag))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWeakFormOf(String tag, @Nullable String etag) {
        return tag.startsWith("W/") && tag.substring(2).equals(etag);
    }
}
