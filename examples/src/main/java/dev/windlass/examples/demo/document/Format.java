package dev.windlass.examples.demo.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** The kinds of document that can be read. */
enum Format {
    TEXT(Set.of("text/plain"), Set.of("txt", "text", "log")),
    MARKDOWN(Set.of("text/markdown", "text/x-markdown"), Set.of("md", "markdown")),
    HTML(Set.of("text/html", "application/xhtml+xml"), Set.of("html", "htm", "xhtml")),
    PDF(Set.of("application/pdf", "application/x-pdf"), Set.of("pdf"));

    /** What servers say that do not know. */
    private static final Set<String> UNTOLD = Set.of("", "application/octet-stream", "binary/octet-stream");

    private static final byte[] PDF_START = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
    private final Set<String> mediaTypes;

    @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
    private final Set<String> extensions;

    Format(Set<String> mediaTypes, Set<String> extensions) {
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    /** What was declared decides, then the name, then the first bytes. @throws DocumentException when it is none of these */
    static Format of(Document document) throws DocumentException {
        String declared = document.mediaType();
        // Many servers know no Markdown and send it as plain text.
        boolean open = UNTOLD.contains(declared) || declared.equals("text/plain");
        for (Format format : values()) {
            if (open && format.extensions.contains(document.extension())) {
                return format;
            }
        }
        for (Format format : values()) {
            if (format.mediaTypes.contains(declared)) {
                return format;
            }
        }
        if (UNTOLD.contains(declared) && startsAsPdf(document.bytes())) {
            return PDF;
        }
        String type = declared.isEmpty() ? "an unknown type" : declared;
        throw DocumentException.forGood(
                "unsupported_document_type", "Text, Markdown, HTML and PDF are read, not " + type);
    }

    private static boolean startsAsPdf(byte[] bytes) {
        return bytes.length >= PDF_START.length
                && Arrays.equals(bytes, 0, PDF_START.length, PDF_START, 0, PDF_START.length);
    }
}
