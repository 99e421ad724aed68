package dev.windlass.store.memory;

import dev.windlass.job.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place of the last item of a page.
 *
 * @param rank what comes before time in the order: the priority in dispatch order, 1 for live and 0 for finished runs; otherwise 0
 */
record Cursor(int rank, Instant time, UUID id) {

    private static final int PARTS = 4;

    String text() {
        String plain = rank + " " + time.getEpochSecond() + " " + time.getNano() + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws InvalidRequestException when no page ever ended there */
    static @Nullable Cursor parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            String[] parts = plain.split(" ", -1);
            if (parts.length == PARTS) {
                Instant time = Instant.ofEpochSecond(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
                return new Cursor(Integer.parseInt(parts[0]), time, UUID.fromString(parts[3]));
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidRequestException invalid() {
        return new InvalidRequestException("/cursor", "is not a cursor that a page of this list has given");
    }
}
