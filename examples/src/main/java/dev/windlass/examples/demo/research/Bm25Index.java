package dev.windlass.examples.demo.research;

import dev.windlass.examples.demo.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An inverted index ranked by Okapi BM25 (Robertson and Zaragoza, «The Probabilistic Relevance Framework», 2009). Immutable once built.
 */
final class Bm25Index<D> {

    /** How soon more of the same word stops to matter; the usual value. */
    private static final double K1 = 1.2;
    /** How much a long document has to say more often what a short one says once; the usual value. */
    private static final double B = 0.75;

    /** A document and how well it fits; larger is better. */
    record Hit<D>(D document, double score) {}

    private record Posting(int document, int count) {}

    private final List<D> documents;
    private final int[] lengths;
    private final double averageLength;
    private final Map<String, List<Posting>> postings = new HashMap<>();

    Bm25Index(List<D> documents, Function<D, String> text) {
        this.documents = List.copyOf(documents);
        this.lengths = new int[documents.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = index(i, terms(text.apply(documents.get(i))));
        }
        this.averageLength = java.util.Arrays.stream(lengths).average().orElse(1);
    }

    private int index(int document, List<String> terms) {
        Map<String, Integer> counts = new HashMap<>();
        terms.forEach(term -> counts.merge(term, 1, Integer::sum));
        counts.forEach((term, count) ->
                postings.computeIfAbsent(term, any -> new ArrayList<>()).add(new Posting(document, count)));
        return terms.size();
    }

    /** The words of a text as the index compares them. */
    static List<String> terms(String text) {
        return Words.content(text).stream().map(Words::stem).toList();
    }

    /** Every document that has one of the query's words, best first; equals in the order in which they were given. */
    List<Hit<D>> search(String query) {
        double[] scores = new double[documents.size()];
        terms(query).stream().distinct().forEach(term -> add(term, scores));
        List<Hit<D>> hits = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0) {
                hits.add(new Hit<>(documents.get(i), scores[i]));
            }
        }
        hits.sort(Comparator.comparingDouble((Hit<D> hit) -> hit.score()).reversed());
        return hits;
    }

    private void add(String term, double[] scores) {
        List<Posting> found = postings.getOrDefault(term, List.of());
        double rarity = Math.log(1 + (documents.size() - found.size() + 0.5) / (found.size() + 0.5));
        for (Posting posting : found) {
            double lengthFactor = 1 - B + B * lengths[posting.document()] / averageLength;
            double count = posting.count();
            scores[posting.document()] += rarity * count * (K1 + 1) / (count + K1 * lengthFactor);
        }
    }
}
