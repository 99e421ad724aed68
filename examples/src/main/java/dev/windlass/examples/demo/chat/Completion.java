package dev.windlass.examples.demo.chat;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer on its way out: all of it goes to the artifact, and only a short one is held for the result, too. */
final class Completion implements Closeable {

    private static final int HELD_CHARACTERS = 65_536;

    private final Writer out;
    private final StringBuilder held = new StringBuilder();
    private long characters;
    private int words;

    Completion(OutputStream artifact) {
        out = new BufferedWriter(new OutputStreamWriter(artifact, StandardCharsets.UTF_8));
    }

    /** @param paragraph not empty; set off from the one before by a blank line */
    void paragraph(String paragraph) throws IOException {
        String text = characters == 0 ? paragraph : "\n\n" + paragraph;
        out.write(text);
        characters += text.length();
        words += paragraph.split(" ").length;
        if (characters <= HELD_CHARACTERS) {
            held.append(text);
        }
    }

    int words() {
        return words;
    }

    /** The whole answer, or null when it is too long to be held. */
    @Nullable
    String text() {
        return characters <= HELD_CHARACTERS ? held.toString() : null;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
