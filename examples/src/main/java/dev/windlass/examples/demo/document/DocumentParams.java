package dev.windlass.examples.demo.document;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.examples.demo.support.Params;
import dev.windlass.job.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one of the two.
 *
 * @param text to be analysed as it is
 * @param documentUrl where the text is; an absolute http or https URL without user information
 */
record DocumentParams(@Nullable String text, @Nullable URI documentUrl) {

    private static final String URL = "/document_url";
    private static final int LONGEST_URL = 2_000;

    DocumentParams {
        if ((text == null) == (documentUrl == null)) {
            throw new InvalidRequestException("/text", "either text or document_url must be given");
        }
        if (text != null) {
            Params.text("/text", text, Document.MAX_BYTES);
        }
        if (documentUrl != null) {
            checkUrl(documentUrl);
        }
    }

    @JsonCreator
    static DocumentParams of(
            @JsonProperty("text") @Nullable String text, @JsonProperty("document_url") @Nullable String documentUrl) {
        return new DocumentParams(text, documentUrl == null ? null : parse(documentUrl));
    }

    private static URI parse(String url) {
        Params.text(URL, url, LONGEST_URL);
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new InvalidRequestException(URL, "is not a URL: " + e.getReason());
        }
    }

    private static void checkUrl(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new InvalidRequestException(URL, "must be an absolute http or https URL");
        }
        if (url.getRawUserInfo() != null) {
            throw new InvalidRequestException(URL, "must not hold user information");
        }
    }
}
