package dev.windlass.examples.demo.chat;

import dev.windlass.examples.demo.research.Findings;
import dev.windlass.examples.demo.research.Library;
import dev.windlass.examples.demo.story.StoryTeller;
import dev.windlass.job.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Finds something to say: tells a story when one is asked for, else quotes the notes. The same conversation gets the same answer. */
final class Answerer {

    private static final Pattern STORY = Pattern.compile("\\b(story|tale|poem|fiction)\\b", Pattern.CASE_INSENSITIVE);
    private static final List<String> GENRES =
            List.of("horror", "mystery", "science-fiction", "fantasy", "romance", "adventure");
    private static final int QUOTES = 3;

    private final Library library;

    Answerer(Library library) {
        this.library = library;
    }

    void answer(ChatParams params, RunContext context, Completion completion) throws IOException {
        if (STORY.matcher(params.question()).find()) {
            tell(params, context, completion);
        } else {
            quote(params, completion);
        }
    }

    private static void tell(ChatParams params, RunContext context, Completion completion) throws IOException {
        String wish = params.question().toLowerCase(Locale.ROOT).replace("science fiction", "science-fiction");
        String genre = GENRES.stream().filter(wish::contains).findFirst().orElse("general");
        new StoryTeller(genre, seed(params)).tell(params.maxWords(), (paragraph, told) -> {
            context.throwIfCancelled();
            completion.paragraph(paragraph);
            context.progress((int) Math.min(100, 100L * told / params.maxWords()));
        });
    }

    private static long seed(ChatParams params) {
        CRC32 sum = new CRC32();
        sum.update(params.model().getBytes(StandardCharsets.UTF_8));
        params.messages().forEach(message -> sum.update(message.text().getBytes(StandardCharsets.UTF_8)));
        return sum.getValue();
    }

    private void quote(ChatParams params, Completion completion) throws IOException {
        List<Findings.Finding> found = library.search(params.question(), QUOTES).results();
        int left = params.maxWords();
        if (found.isEmpty()) {
            completion.paragraph(cut("My notes say nothing about that. Ask me about queues, or for a story.", left));
        }
        for (Findings.Finding finding : found) {
            int room = left - completion.words();
            if (room > 0) {
                completion.paragraph(cut(finding.title() + ": " + finding.snippet(), room));
            }
        }
    }

    private static String cut(String text, int words) {
        String[] all = text.split(" ");
        return all.length <= words ? text : String.join(" ", List.of(all).subList(0, words));
    }
}
