package dev.windlass.examples.demo.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * @param name not checked here: an unsafe one is there to see an attempt fail with {@code invalid_artifact_name}
 * @param bytes how large, 0 to 1 GiB
 * @param contentType a media type (RFC 9110, section 8.3)
 */
record ArtifactParams(String name, long bytes, String contentType) {

    private static final long ONE_GIB = 1L << 30;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "( *; *" + TOKEN + "=\"?" + TOKEN + "\"?)*");

    ArtifactParams {
        Params.range("/bytes", bytes, 0, ONE_GIB);
        Params.text("/content_type", contentType, 200);
        Params.matches("/content_type", contentType, MEDIA_TYPE, "must be a media type");
    }

    @JsonCreator
    static ArtifactParams of(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("bytes") @Nullable Long bytes,
            @JsonProperty("content_type") @Nullable String contentType) {
        return new ArtifactParams(
                Params.or(name, "artifact"),
                Params.or(bytes, 1_024L),
                Params.or(contentType, "text/plain; charset=utf-8"));
    }
}
