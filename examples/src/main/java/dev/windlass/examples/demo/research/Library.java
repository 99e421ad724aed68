package dev.windlass.examples.demo.research;

import dev.windlass.examples.demo.text.Sentences;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The bundled notes, searchable. Immutable. */
public final class Library {

    private final Bm25Index<Note> index;

    private Library(List<Note> notes) {
        index = new Bm25Index<>(notes, note -> note.title() + " " + note.title() + " " + note.text());
    }

    /** Reads and indexes the bundled notes. */
    public static Library load() {
        return new Library(Note.bundled());
    }

    public Findings search(String query, int limit) {
        List<Bm25Index.Hit<Note>> hits = index.search(query);
        List<Findings.Finding> best = IntStream.range(0, Math.min(limit, hits.size()))
                .mapToObj(i -> finding(i + 1, hits.get(i), query))
                .toList();
        return new Findings(query, hits.size(), best);
    }

    private static Findings.Finding finding(int rank, Bm25Index.Hit<Note> hit, String query) {
        Note note = hit.document();
        double score = Math.round(hit.score() * 1_000) / 1_000.0;
        return new Findings.Finding(rank, note.title(), note.name(), score, snippet(note, query));
    }

    private static String snippet(Note note, String query) {
        Set<String> wanted = new HashSet<>(Bm25Index.terms(query));
        List<String> sentences = Sentences.of(note.text());
        return sentences.stream()
                .max(Comparator.comparingLong(sentence -> matches(sentence, wanted)))
                .orElse(note.title());
    }

    private static long matches(String sentence, Set<String> wanted) {
        return Bm25Index.terms(sentence).stream()
                .filter(wanted::contains)
                .distinct()
                .count();
    }
}
