package dev.windlass.http.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of an answer. The status is what counts, so neither a long nor a slow body changes the outcome. */
final class AnswerText {

    /** Enough to finish usual answers, so that their connection can be used again. */
    private static final long MOST_READ = 16_384;

    private static final int MOST_KEPT = 4_096;
    private static final long MOST_SECONDS = 2;

    private AnswerText() {}

    /**
     * At most 4 KiB; null when there was none, or it is packed, which was not asked for.
     *
     * @param hangUp called when more is to come, which OkHttp otherwise goes on reading for a tenth of a second
     */
    static @Nullable String read(Response response, Runnable hangUp) {
        BufferedSource source = response.body().source();
        source.timeout().deadline(MOST_SECONDS, TimeUnit.SECONDS);
        Buffer read = new Buffer();
        long count = 0;
        try {
            while (read.size() < MOST_READ && count >= 0) {
                count = source.read(read, MOST_READ - read.size());
            }
        } catch (IOException e) {
            // What came before it is all there is.
        }
        if (count >= 0) {
            hangUp.run();
        }
        boolean packed = !"identity".equalsIgnoreCase(response.header("Content-Encoding", "identity"));
        return read.size() == 0 || packed ? null : text(read);
    }

    private static String text(Buffer read) {
        byte[] bytes = read.snapshot((int) Math.min(read.size(), MOST_KEPT)).toByteArray();
        String text = new String(bytes, StandardCharsets.UTF_8);
        // A character that was cut in two must not make the text longer in bytes than what was kept.
        while (text.getBytes(StandardCharsets.UTF_8).length > MOST_KEPT) {
            text = text.substring(0, text.length() - 1 - text.length() / 16);
        }
        return text;
    }
}
