package dev.windlass.examples.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.Handlers;
import dev.windlass.testing.RecordingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {

    private final RecordingContext context = new RecordingContext();

    @Test
    void theSameSeedTellsTheSameStory() throws Exception {
        String params = "{\"genre\":\"horror\",\"length\":120,\"seed\":7}";
        assertThat(tell(params)).isEqualTo(tell(params));
        assertThat(tell(params)).isNotEqualTo(tell(params.replace("7", "8")));
    }

    @Test
    void aStoryIsPinnedToItsSeed() throws Exception {
        JsonNode story = tell("{\"genre\":\"mystery\",\"length\":1,\"seed\":42}");
        assertThat(story.get("text").asText()).isEqualTo("""
                        Sergeant Doyle came to Harbour Row on the evening of the recital, with a stopped clock and no plan. \
                        It was the night of the storm when Sergeant Doyle first heard of the second letter.

                        When the evening of the recital came round once more, Constable Pike and Sergeant Doyle were still there. \
                        Sergeant Doyle kept a ledger with a page cut out, and never spoke of the second letter again.""");
    }

    @Test
    void withoutASeedTheJobDecidesSoThatEachAttemptTellsTheSame() throws Exception {
        JsonNode story = tell("{}");
        assertThat(story).isEqualTo(tell("{}"));
        assertThat(tell("{\"seed\":" + story.get("seed").asLong() + "}")).isEqualTo(story);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_200, 20_000})
    void theLengthIsAboutWhatWasAskedFor(int length) throws Exception {
        JsonNode story = tell("{\"genre\":\"fantasy\",\"seed\":1,\"length\":" + length + "}");
        assertThat(story.get("words").asInt()).isCloseTo(length, within(25 + length / 20));
        assertThat(story.get("text").asText().split("\\s+"))
                .hasSize(story.get("words").asInt());
        assertThat(context.percents()).isSorted().last().isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "horror,horror",
        "Sci-Fi,science-fiction",
        "science fiction,science-fiction",
        "cookbook,general",
        "../frames,general"
    })
    void aGenreGoesByManyNames(String name, String vocabulary) {
        assertThat(Genre.vocabulary(name)).isEqualTo(vocabulary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "horror", "mystery", "science-fiction", "fantasy", "romance", "adventure"})
    void everyGenreFillsEverySlot(String genre) throws Exception {
        StringBuilder text = new StringBuilder();
        StoryTeller teller = new StoryTeller(genre, 3);
        text.append(teller.title());
        teller.tell(5_000, (paragraph, words) -> text.append(paragraph));
        assertThat(text).doesNotContain("{", "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"length\":0} | /length", "{\"length\":200001} | /length", "{\"genre\":\"\"} | /genre"})
    void badParamsAreRefusedByName(String params, String pointer) throws Exception {
        assertThat(Handlers.pointers(Story.type(), params)).containsExactly(pointer);
    }

    private JsonNode tell(String params) throws Exception {
        context.forget();
        return Handlers.result(Handlers.run(Story.type(), params, context));
    }
}
