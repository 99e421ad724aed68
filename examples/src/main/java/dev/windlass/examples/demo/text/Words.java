package dev.windlass.examples.demo.text;

import dev.windlass.examples.demo.support.Resources;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Splits text into words and reduces them to what they share. */
public final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’\\-][\\p{L}\\p{N}]+)*+");
    private static final Set<String> STOP = Set.copyOf(Resources.lines(Words.class, "stop-words.txt"));
    private static final int SHORTEST_STEM = 3;

    private Words() {}

    /** The words in order, as they are written. */
    public static List<String> of(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The words that carry meaning, in lower case and in order. */
    public static List<String> content(String text) {
        return of(text).stream().map(Words::lower).filter(Words::isContent).toList();
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ENGLISH).replace('’', '\'');
    }

    static boolean isContent(String lower) {
        return lower.length() > 2 && !STOP.contains(lower) && Character.isLetter(lower.charAt(0));
    }

    /**
     * A word without its common endings, so that {@code retries} and {@code retried} meet. Coarser than Porter's stemmer, which is
     * enough for a few hundred notes.
     *
     * @param lower in lower case
     */
    public static String stem(String lower) {
        String word = lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower;
        for (String ending : List.of("ingly", "edly", "ing", "ies", "ied", "ed", "ly", "es", "s")) {
            if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST_STEM && !word.endsWith("ss")) {
                String stem = word.substring(0, word.length() - ending.length());
                return ending.startsWith("ie") ? stem + "y" : undouble(stem);
            }
        }
        return word.endsWith("e") && word.length() > SHORTEST_STEM ? word.substring(0, word.length() - 1) : word;
    }

    private static String undouble(String stem) {
        int last = stem.length() - 1;
        boolean doubled = stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0;
        if (doubled) {
            return stem.substring(0, last);
        }
        return stem.endsWith("e") ? stem.substring(0, last) : stem;
    }
}
