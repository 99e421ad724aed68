package dev.windlass.examples.demo.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Summarises by picking the sentences that say most of what the whole text says. */
final class Summary {

    private static final int LONGEST = 600;
    private static final int FEWEST_WORDS = 4;
    /** Opening sentences tend to say what a text is about. */
    private static final double LEAD_BONUS = 1.25;
    /** Headings and lines of a table are full of frequent words, but say nothing. */
    private static final double FRAGMENT_MALUS = 0.25;

    private Summary() {}

    /**
     * The {@code count} best sentences in their order; at most 600 characters. Empty when there is no sentence.
     *
     * @param weights how often each stem occurs in all of them
     */
    static String of(List<String> sentences, Frequencies weights, int count) {
        double[] scores = IntStream.range(0, sentences.size())
                .mapToDouble(i -> score(sentences.get(i), i, weights))
                .toArray();
        String summary = IntStream.range(0, sentences.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .limit(count)
                .sorted()
                .map(sentences::get)
                .collect(Collectors.joining(" "));
        return shorten(summary);
    }

    private static double score(String sentence, int position, Frequencies weights) {
        List<String> stems = Words.content(sentence).stream().map(Words::stem).toList();
        double sum = stems.stream().distinct().mapToInt(weights::of).sum();
        // Divided by the root of the length: long sentences say more, but not as much more as they are longer.
        double score = sum / Math.sqrt(Math.max(FEWEST_WORDS, stems.size()));
        return score * (position == 0 ? LEAD_BONUS : 1) * (isWhole(sentence) ? 1 : FRAGMENT_MALUS);
    }

    private static boolean isWhole(String sentence) {
        return ".!?…\"”'’)".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
    }

    private static String shorten(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int space = text.lastIndexOf(' ', LONGEST);
        return text.substring(0, space > 0 ? space : LONGEST) + "…";
    }
}
