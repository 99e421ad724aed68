package dev.windlass.job;

import org.jspecify.annotations.Nullable;

/** What people are told. */
final class Words {

    private Words() {}

    /** A handler may pass on the message of an exception that has none, and how its run ended must be recorded all the same. */
    static String or(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
