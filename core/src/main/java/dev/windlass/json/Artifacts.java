package dev.windlass.json;

import dev.windlass.job.ArtifactInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The map of artifacts: each with exactly one of {@code content}, {@code content_base64} and {@code url} (seed row A6). */
final class Artifacts {

    private Artifacts() {}

    /**
     * @param inline bytes by name; an artifact that is not in it gets a URL
     * @param baseUrl path that a name is appended to
     */
    static void write(JsonOut out, List<ArtifactInfo> artifacts, Map<String, byte[]> inline, String baseUrl) {
        out.begin("artifacts");
        for (ArtifactInfo artifact : artifacts) {
            out.begin(artifact.name())
                    .text("content_type", artifact.contentType())
                    .number("size", artifact.size())
                    .text("sha256", artifact.sha256());
            content(out, artifact, inline.get(artifact.name()), baseUrl);
            out.end();
        }
        out.end();
    }

    private static void content(JsonOut out, ArtifactInfo artifact, byte @Nullable [] bytes, String baseUrl) {
        if (bytes == null) {
            out.text("url", baseUrl + artifact.name());
            return;
        }
        String text = isText(artifact.contentType()) ? decode(bytes) : null;
        if (text == null) {
            out.base64("content_base64", bytes);
        } else {
            out.text("content", text);
        }
    }

    private static boolean isText(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        int semicolon = type.indexOf(';');
        String media = semicolon < 0 ? type : type.substring(0, semicolon);
        boolean utf8 =
                !type.contains("charset=") || type.contains("charset=utf-8") || type.contains("charset=us-ascii");
        return utf8
                && (media.startsWith("text/")
                        || media.equals("application/json")
                        || media.equals("application/xml")
                        || media.endsWith("+json")
                        || media.endsWith("+xml"));
    }

    /** Null when the bytes are no UTF-8: a lossy text would not match the digest. */
    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
