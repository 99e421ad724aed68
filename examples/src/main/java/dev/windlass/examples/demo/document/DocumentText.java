package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gets the text out of a document. */
final class DocumentText {

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)", Pattern.CASE_INSENSITIVE);

    private DocumentText() {}

    /** @throws DocumentException when it is of another type, damaged or without text */
    static String of(Document document, RunContext context) throws DocumentException {
        String text = switch (Format.of(document)) {
            case TEXT -> decoded(document);
            case MARKDOWN -> MarkdownText.of(decoded(document));
            case HTML -> HtmlText.of(document.bytes(), declaredCharset(document));
            case PDF -> PdfText.of(document.bytes(), context);
        };
        if (text.isBlank()) {
            throw DocumentException.forGood("empty_document", "There is no text in the document");
        }
        return text;
    }

    private static String decoded(Document document) throws DocumentException {
        Charset declared = declaredCharset(document);
        String text = new String(document.bytes(), declared == null ? StandardCharsets.UTF_8 : declared);
        if (text.indexOf('\0') >= 0) {
            throw DocumentException.forGood("unreadable_document", "The document calls itself text, but is not");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static @Nullable Charset declaredCharset(Document document) {
        String contentType = document.contentType();
        Matcher matcher = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : null;
        } catch (IllegalArgumentException e) {
            // A charset that this Java does not know is as good as none.
            return null;
        }
    }
}
