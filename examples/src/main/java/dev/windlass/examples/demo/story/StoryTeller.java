package dev.windlass.examples.demo.story;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells one story: sentence frames filled with a genre's words. The same genre and seed tell the same story on every Java version, since
 * {@link Random}'s sequence is specified. Not thread-safe.
 */
public final class StoryTeller {

    private static final Sections FRAMES = Sections.load("frames.txt");
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
    private static final List<String> LASTING = List.of("hero", "friend", "place", "threat");
    /** Roughly what the two closing sentences take. */
    private static final int ENDING_WORDS = 20;

    /** Takes a story paragraph by paragraph. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Takes the next paragraph.
         *
         * @param words told so far, this paragraph included
         */
        void told(String paragraph, int words) throws IOException;
    }

    private final Sections words;
    private final Random random;
    private final Map<String, String> cast = new HashMap<>();
    private String lastFrame = "";

    /** @param genre any text; an unknown genre is told in general words */
    public StoryTeller(String genre, long seed) {
        words = Sections.load(Genre.vocabulary(genre) + ".txt");
        random = new Random(seed);
        LASTING.forEach(slot -> cast.put(slot, any(words.of(slot))));
    }

    /** A new title at each call; ask first, and once. */
    public String title() {
        return sentence("title");
    }

    /** Tells about {@code length} words: opening, middle and ending, to the end of a sentence. @return how many they were */
    public int tell(int length, Listener listener) throws IOException {
        int told = tell(sentence("opening") + " " + sentence("opening"), 0, listener);
        while (told + ENDING_WORDS < length) {
            told = tell(middle(length - told), told, listener);
        }
        return tell(sentence("ending") + " " + sentence("ending"), told, listener);
    }

    private static int tell(String paragraph, int before, Listener listener) throws IOException {
        int after = before + paragraph.split(" ").length;
        listener.told(paragraph, after);
        return after;
    }

    private String middle(int wordsLeft) {
        StringBuilder paragraph = new StringBuilder(sentence("middle"));
        int sentences = 2 + random.nextInt(4);
        for (int i = 0; i < sentences && paragraph.length() / 5 + ENDING_WORDS < wordsLeft; i++) {
            boolean turns = i == sentences - 1 && random.nextInt(3) == 0;
            paragraph.append(' ').append(sentence(turns ? "turn" : "middle"));
        }
        return paragraph.toString();
    }

    private String sentence(String part) {
        String frame = any(FRAMES.of(part));
        while (frame.equals(lastFrame)) {
            frame = any(FRAMES.of(part));
        }
        lastFrame = frame;
        return capitalised(SLOT.matcher(frame).replaceAll(slot -> Matcher.quoteReplacement(fill(slot.group(1)))));
    }

    private String fill(String slot) {
        String lasting = cast.get(slot);
        return lasting == null ? any(words.of(slot)) : lasting;
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String capitalised(String sentence) {
        int first = sentence.startsWith("\"") ? 1 : 0;
        return sentence.substring(0, first)
                + sentence.substring(first, first + 1).toUpperCase(Locale.ROOT)
                + sentence.substring(first + 1);
    }
}
