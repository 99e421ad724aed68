package dev.windlass.http.rules;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Page;
import dev.windlass.json.JsonOut;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Paging by opaque tokens (AIP-158). A token holds the store's cursor and a MAC over it, the path and all other arguments, so one that
 * was changed or is used with other arguments is refused. Servers that share a store must share the key, so that a list can be
 * continued on any of them. Thread-safe.
 */
public final class Paging {

    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 500;
    private static final int MAC_BYTES = 16;
    /** Items read at once. */
    private static final int PART = 100;
    /** A page that has become larger ends with its part. */
    private static final long LARGE_BYTES = 4 << 20;

    private static final String SIZE = "page_size";
    private static final String TOKEN = "page_token";

    private final byte[] key;

    public Paging(byte[] key) {
        this.key = key.clone();
    }

    /**
     * What part of a list is asked for.
     *
     * @param size 1–500
     * @param cursor null for the first page
     */
    public record Wanted(int size, @Nullable String cursor) {}

    /** @throws ProblemException 400 when the size is no number or negative, or the token is not one of this list */
    public Wanted wanted(ApiRequest request) {
        String token = request.query().one(TOKEN);
        return new Wanted(
                size(request.query().one(SIZE)), token == null || token.isEmpty() ? null : cursor(request, token));
    }

    /** Zero means the default, as AIP-158 has it. */
    private static int size(@Nullable String value) {
        if (value == null) {
            return DEFAULT_SIZE;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw Problem.invalidParameter(SIZE, "must be a whole number, 0 or more")
                    .exception();
        }
        long size = Long.parseLong(value);
        return size == 0 ? DEFAULT_SIZE : (int) Math.min(size, MAX_SIZE);
    }

    /**
     * 200 {@code {items, next_page_token}}, with {@code Link: rel="next"} (RFC 8288) unless it is the last page. Read in parts, and cut
     * short once it has become large, so that a page of large items takes bounded memory.
     */
    public <T> Answer answer(ApiRequest request, Function<Wanted, Page<T>> list, BiConsumer<JsonOut, ? super T> view) {
        Wanted wanted = wanted(request);
        AtomicReference<@Nullable String> token = new AtomicReference<>();
        byte[] body = JsonOut.object(out -> {
            out.beginArray("items");
            String cursor = write(out, wanted, list, view);
            out.endArray();
            token.set(cursor == null ? null : token(request, cursor));
            out.text("next_page_token", token.get());
        });
        Answer answer = Answer.json(200, body).with("Cache-Control", "no-cache");
        String next = token.get();
        return next == null ? answer : answer.with("Link", "<" + link(request, next) + ">; rel=\"next\"");
    }

    /** @return where the next page starts; null when there is none */
    private static <T> @Nullable String write(
            JsonOut out, Wanted wanted, Function<Wanted, Page<T>> list, BiConsumer<JsonOut, ? super T> view) {
        Wanted part = new Wanted(Math.min(PART, wanted.size()), wanted.cursor());
        int left = wanted.size();
        while (true) {
            Page<T> page = list.apply(part);
            page.items().forEach(item -> view.accept(out, item));
            left -= page.items().size();
            boolean more = page.next() != null && left > 0 && page.items().size() == part.size();
            if (!more || out.written() >= LARGE_BYTES) {
                return page.next();
            }
            part = new Wanted(Math.min(PART, left), page.next());
        }
    }

    private String token(ApiRequest request, String cursor) {
        byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(mac(request, text), MAC_BYTES + text.length);
        System.arraycopy(text, 0, token, MAC_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private String cursor(ApiRequest request, String token) {
        byte[] bytes = decode(token);
        if (bytes.length > MAC_BYTES) {
            byte[] text = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
            if (MessageDigest.isEqual(Arrays.copyOf(bytes, MAC_BYTES), mac(request, text))) {
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        throw Problem.of(
                        ProblemCode.INVALID_PAGE_TOKEN, "The page_token does not belong to this list and its arguments")
                .exception();
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] mac(ApiRequest request, byte[] cursor) {
        Mac mac = Digests.hmacSha256(key);
        mac.update(request.path().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(arguments(request, Set.of(SIZE, TOKEN)).getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(cursor);
        return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    }

    private static String link(ApiRequest request, String token) {
        String others = arguments(request, Set.of(TOKEN));
        return request.path() + "?" + (others.isEmpty() ? "" : others + "&") + TOKEN + "=" + token;
    }

    private static String arguments(ApiRequest request, Set<String> but) {
        StringJoiner arguments = new StringJoiner("&");
        for (String name : new TreeSet<>(request.query().names())) {
            for (String value : but.contains(name)
                    ? Set.<String>of()
                    : new TreeSet<>(request.query().all(name))) {
                arguments.add(encode(name) + "=" + encode(value));
            }
        }
        return arguments.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
