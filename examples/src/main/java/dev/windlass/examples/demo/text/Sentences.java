package dev.windlass.examples.demo.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Splits text into sentences. */
public final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "etc.", "e.g.", "i.e.", "no.", "inc.", "ltd.", "fig.");
    private static final Pattern BLANK_LINE = Pattern.compile("\\R[ \\t]*\\R");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** In characters. A text without an end of sentence must not become one list of all its words. */
    private static final int LONGEST = 5_000;

    private Sentences() {}

    /** The sentences in order, each on one line; a blank line always ends one, and so does excessive length. */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        BLANK_LINE
                .splitAsStream(text)
                .forEach(paragraph ->
                        split(SPACE.matcher(paragraph).replaceAll(" ").strip(), sentences));
        return sentences;
    }

    private static void split(String paragraph, List<String> into) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(paragraph);
        int from = 0;
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            if (to == paragraph.length() || to - from > LONGEST || !endsWithAbbreviation(paragraph, to)) {
                addInPieces(paragraph.substring(from, to).strip(), into);
                from = to;
            }
        }
    }

    private static boolean endsWithAbbreviation(String paragraph, int end) {
        String last = paragraph.substring(paragraph.lastIndexOf(' ', end - 2) + 1, end);
        return ABBREVIATIONS.contains(last.strip().toLowerCase(Locale.ENGLISH));
    }

    private static void addInPieces(String sentence, List<String> into) {
        int from = 0;
        while (sentence.length() - from > LONGEST) {
            int space = sentence.lastIndexOf(' ', from + LONGEST);
            int to = space > from ? space : from + LONGEST;
            into.add(sentence.substring(from, to).strip());
            from = to;
        }
        if (from < sentence.length()) {
            into.add(sentence.substring(from).strip());
        }
    }
}
