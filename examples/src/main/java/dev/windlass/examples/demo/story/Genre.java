package dev.windlass.examples.demo.story;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which words a story is made of. */
final class Genre {

    static final String GENERAL = "general";

    private static final Set<String> KNOWN =
            Set.of(GENERAL, "horror", "mystery", "science-fiction", "fantasy", "romance", "adventure");
    private static final Map<String, String> OTHER_NAMES =
            Map.of("sci-fi", "science-fiction", "scifi", "science-fiction", "crime", "mystery", "love", "romance");

    private Genre() {}

    /** The vocabulary for what somebody calls a genre; the general one when it is not known. */
    static String vocabulary(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
        String genre = OTHER_NAMES.getOrDefault(plain, plain);
        return KNOWN.contains(genre) ? genre : GENERAL;
    }
}
