package dev.windlass.examples.demo.research;

import dev.windlass.examples.demo.support.Resources;
import java.util.List;

/**
 * A bundled note.
 *
 * @param name its file, under which it can be analysed as a document
 */
record Note(String name, String title, String text) {

    private static final String FOLDER = "/dev/windlass/examples/demo/documents/";

    static List<Note> bundled() {
        return Resources.lines(Note.class, FOLDER + "index.txt").stream()
                .map(Note::load)
                .toList();
    }

    private static Note load(String name) {
        String markdown = Resources.text(Note.class, FOLDER + name);
        int endOfTitle = markdown.indexOf('\n');
        return new Note(
                name,
                markdown.substring("# ".length(), endOfTitle),
                markdown.substring(endOfTitle).strip());
    }
}
