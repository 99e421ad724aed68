package dev.windlass.http.rules;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is kept under an idempotency key, and its bytes. The first byte is the format, so that later versions can read what earlier ones wrote. */
sealed interface StoredAnswer {

    byte RENDERED = 1;
    byte FOLLOWED = 2;

    /** An answer to be given again, byte for byte. */
    record Rendered(Answer answer) implements StoredAnswer {}

    /** The answer is what became of this run or job. */
    record Followed(UUID id) implements StoredAnswer {}

    /** @throws IllegalArgumentException when the answer's body is not held in memory */
    default byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (this instanceof Rendered rendered) {
                out.writeByte(RENDERED);
                write(rendered.answer(), out);
            } else if (this instanceof Followed followed) {
                out.writeByte(FOLLOWED);
                out.writeLong(followed.id().getMostSignificantBits());
                out.writeLong(followed.id().getLeastSignificantBits());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException when the bytes are of another format */
    static StoredAnswer decode(byte[] stored) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            byte format = in.readByte();
            return switch (format) {
                case RENDERED -> new Rendered(readAnswer(in));
                case FOLLOWED -> new Followed(new UUID(in.readLong(), in.readLong()));
                default -> throw new IllegalStateException("Unknown format of a stored answer: " + format);
            };
        } catch (IOException e) {
            throw new IllegalStateException("Broken stored answer", e);
        }
    }

    private static void write(Answer answer, DataOutputStream out) throws IOException {
        if (!(answer.body() instanceof Body.Bytes body)) {
            throw new IllegalArgumentException("Only answers in memory can be stored");
        }
        out.writeShort(answer.status());
        out.writeShort(answer.headers().size());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            out.writeUTF(header.getKey());
            out.writeUTF(header.getValue());
        }
        out.writeInt(body.bytes().length);
        out.write(body.bytes());
    }

    private static Answer readAnswer(DataInputStream in) throws IOException {
        int status = in.readUnsignedShort();
        Map<String, String> headers = new LinkedHashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            headers.put(in.readUTF(), in.readUTF());
        }
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Answer(status, headers, new Body.Bytes(body));
    }
}
