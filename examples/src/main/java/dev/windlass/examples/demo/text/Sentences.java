package dev.windlass.examples.demo.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Splits text into sentences. */
public final class Sentences {

    private static final Set<String> ABBREVIATIONS =
            Set.of("mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "etc.", "e.g.", "i.e.", "no.", "inc.", "ltd.", "fig.");
    private static final Pattern BLANK_LINE = Pattern.compile("\\R[ \\t]*\\R");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Sentences() {}

    /** The sentences in order, each on one line; a blank line always ends one. */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        for (String paragraph : BLANK_LINE.split(text)) {
            split(SPACE.matcher(paragraph).replaceAll(" ").strip(), sentences);
        }
        return sentences;
    }

    private static void split(String paragraph, List<String> into) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(paragraph);
        int from = 0;
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            String sentence = paragraph.substring(from, to).strip();
            if (to == paragraph.length() || !endsWithAbbreviation(sentence)) {
                if (!sentence.isEmpty()) {
                    into.add(sentence);
                }
                from = to;
            }
        }
    }

    private static boolean endsWithAbbreviation(String sentence) {
        String last = sentence.substring(sentence.lastIndexOf(' ') + 1).toLowerCase(Locale.ENGLISH);
        return ABBREVIATIONS.contains(last);
    }
}
