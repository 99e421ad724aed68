package dev.windlass.examples.demo.text;

import dev.windlass.examples.demo.support.Resources;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Weighs favourable words against unfavourable ones. Not thread-safe. */
final class SentimentScale {

    private static final Set<String> POSITIVE = lexicon("positive-words.txt");
    private static final Set<String> NEGATIVE = lexicon("negative-words.txt");
    private static final Set<String> NEGATIONS =
            Set.of("not", "no", "never", "without", "hardly", "neither", "nor", "cannot");
    /** A negation turns the words close behind it. */
    private static final int REACH = 3;

    private static final double LEANS = 0.1;

    private int favourable;
    private int unfavourable;

    /** @param words of one sentence, in lower case */
    void weigh(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            int value = value(words, i);
            favourable += Math.max(0, value);
            unfavourable += Math.max(0, -value);
        }
    }

    private static int value(List<String> words, int i) {
        String stem = Words.stem(words.get(i));
        int value = (POSITIVE.contains(stem) ? 1 : 0) - (NEGATIVE.contains(stem) ? 1 : 0);
        boolean negated =
                value != 0 && words.subList(Math.max(0, i - REACH), i).stream().anyMatch(SentimentScale::negates);
        return negated ? -value : value;
    }

    private static boolean negates(String word) {
        return NEGATIONS.contains(word) || word.endsWith("n't");
    }

    /** From −1 to 1 in thousandths: favourable less unfavourable words, over both; 0 without any. */
    double score() {
        int both = favourable + unfavourable;
        return both == 0 ? 0 : Math.round(1_000.0 * (favourable - unfavourable) / both) / 1_000.0;
    }

    Sentiment leaning() {
        if (Math.abs(score()) < LEANS) {
            return Sentiment.NEUTRAL;
        }
        return score() > 0 ? Sentiment.POSITIVE : Sentiment.NEGATIVE;
    }

    private static Set<String> lexicon(String file) {
        return Resources.lines(SentimentScale.class, file).stream()
                .map(Words::stem)
                .collect(Collectors.toUnmodifiableSet());
    }
}
