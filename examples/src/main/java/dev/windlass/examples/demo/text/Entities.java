package dev.windlass.examples.demo.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text is about: the names in it and, after them, its most frequent terms. */
final class Entities {

    private static final Pattern NAME =
            Pattern.compile("\\p{Lu}[\\p{L}\\p{N}]++(?:(?: (?:of|the|de|van)){0,2} \\p{Lu}[\\p{L}\\p{N}]++){0,4}");
    private static final int FEWEST_MENTIONS = 2;

    private Entities() {}

    /** At most {@code limit} entities; no more than half of them names. Mentions inside names do not make a word a term. */
    static List<String> of(Frequencies names, Frequencies terms, int limit) {
        Set<String> found = new LinkedHashSet<>(names.top(limit / 2).keySet());
        Frequencies inNames = new Frequencies();
        names.forEach((name, count) -> Words.content(name).forEach(word -> inNames.add(word, count)));
        Frequencies alone = new Frequencies();
        terms.forEach((term, count) -> alone.add(term, count - inNames.of(term)));
        alone.top(limit).forEach((term, count) -> {
            if (count >= FEWEST_MENTIONS) {
                found.add(term);
            }
        });
        return found.stream().limit(limit).toList();
    }

    /** Runs of capitalised words; a single one at the start of a sentence says nothing, as every sentence starts so. */
    static List<String> namesIn(String sentence) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(sentence);
        while (matcher.find()) {
            String name = withoutArticle(matcher.group());
            boolean telling = matcher.start() > 0 || name.indexOf(' ') > 0;
            if (telling && Words.isContent(Words.lower(name))) {
                names.add(name);
            }
        }
        return names;
    }

    private static String withoutArticle(String name) {
        int space = name.indexOf(' ');
        boolean stopWord = space > 0 && !Words.isContent(Words.lower(name.substring(0, space)));
        return stopWord ? name.substring(space + 1) : name;
    }
}
