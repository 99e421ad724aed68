package dev.windlass.examples.demo.story;

import dev.windlass.examples.demo.support.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bundled file of lines under {@code [headings]}. */
record Sections(Map<String, List<String>> lines) {

    /** @throws IllegalStateException when there is no such file, or it has a line before its first heading */
    static Sections load(String file) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = null;
        for (String line : Resources.lines(Sections.class, file)) {
            if (line.startsWith("[")) {
                current = sections.computeIfAbsent(line.substring(1, line.length() - 1), heading -> new ArrayList<>());
            } else if (current == null) {
                throw new IllegalStateException("No heading above the first line of " + file);
            } else {
                current.add(line);
            }
        }
        return new Sections(sections);
    }

    /** @throws IllegalStateException when there is no such heading */
    List<String> of(String heading) {
        List<String> found = lines.get(heading);
        if (found == null) {
            throw new IllegalStateException("No section " + heading);
        }
        return found;
    }
}
