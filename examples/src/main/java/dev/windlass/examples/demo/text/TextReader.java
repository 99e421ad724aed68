package dev.windlass.examples.demo.text;

import java.util.ArrayList;
import java.util.List;

/** Reads a text sentence by sentence, so that its caller can report and stop in between, and says at the end what it read. */
public final class TextReader {

    private static final int SUMMARY_SENTENCES = 3;
    private static final int ENTITIES = 10;
    private static final int TOP_WORDS = 10;

    private final List<String> sentences = new ArrayList<>();
    private final Frequencies words = new Frequencies();
    private final Frequencies terms = new Frequencies();
    private final Frequencies stems = new Frequencies();
    private final Frequencies names = new Frequencies();
    private final SentimentScale sentiment = new SentimentScale();
    private int wordCount;
    private int characters;

    public void read(String sentence) {
        List<String> lower = Words.of(sentence).stream().map(Words::lower).toList();
        lower.forEach(words::add);
        lower.stream().filter(Words::isContent).forEach(this::readTerm);
        Entities.namesIn(sentence).forEach(names::add);
        sentiment.weigh(lower);
        sentences.add(sentence);
        wordCount += lower.size();
        characters += sentence.codePointCount(0, sentence.length());
    }

    private void readTerm(String term) {
        terms.add(term);
        stems.add(Words.stem(term));
    }

    /** What was read so far. */
    public Analysis analysis() {
        return new Analysis(
                Summary.of(sentences, stems, SUMMARY_SENTENCES),
                sentiment.leaning(),
                sentiment.score(),
                Entities.of(names, terms, ENTITIES),
                new WordCounts(wordCount, words.distinct(), sentences.size(), characters, terms.top(TOP_WORDS)));
    }
}
