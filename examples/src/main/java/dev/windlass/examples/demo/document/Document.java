package dev.windlass.examples.demo.document;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was found.
 *
 * @param name its file name, or the last part of its address; may be empty
 * @param contentType as its sender declared it, parameters included; null when nobody did
 * @param bytes not copied; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Document(String name, @Nullable String contentType, byte[] bytes) {

    /** Largest document that is read. */
    public static final int MAX_BYTES = 10 * 1024 * 1024;

    static DocumentException tooLarge() {
        return DocumentException.forGood(
                "document_too_large", "The document has more than " + MAX_BYTES + " bytes, or unpacks to far more");
    }

    /** In lower case and without parameters; empty when nobody declared one. */
    String mediaType() {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** In lower case; empty when its name has none. */
    String extension() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
