package dev.windlass.examples.demo.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.Handlers;
import dev.windlass.job.Phase;
import dev.windlass.job.RunResult;
import dev.windlass.testing.RecordingContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTest {

    private final RecordingContext context = new RecordingContext();

    @Test
    @Tag("A6")
    void theAnswerIsTheArtifactCompletion() throws Exception {
        JsonNode result = chat("What is an idempotency key good for?", 200);
        String completion = completion();
        assertThat(completion).startsWith("Idempotency keys: ");
        assertThat(result.at("/message/content").asText()).isEqualTo(completion);
        assertThat(result.at("/message/role").asText()).isEqualTo("assistant");
        assertThat(result.get("model").asText()).isEqualTo("small");
        assertThat(context.contentTypes()).containsEntry("completion", "text/plain; charset=utf-8");
    }

    @Test
    @Tag("A3")
    void itLoadsBeforeItWorks() throws Exception {
        assertThat(Chat.type().loads()).isTrue();
        chat("Tell me a story", 50);
        assertThat(context.phases()).containsExactly(Phase.LOADING, Phase.WORKING);
        assertThat(context.messages()).containsExactly("Loading small", "Answering");
    }

    @Test
    void theSameConversationGetsTheSameAnswer() throws Exception {
        assertThat(chat("Tell me a horror story", 80)).isEqualTo(chat("Tell me a horror story", 80));
        assertThat(chat("Tell me a horror story", 80)).isNotEqualTo(chat("Tell me a horror story, please", 80));
    }

    @Test
    @Tag("A6")
    void aLongAnswerIsInTheArtifactOnly() throws Exception {
        JsonNode result = chat("A long tale, please", 60_000);
        assertThat(result.at("/message/content").isNull()).isTrue();
        assertThat(completion().length()).isGreaterThan(262_144);
        assertThat(completion().split("\\s+")).hasSize(result.get("words").asInt());
    }

    @Test
    void aQuestionThatTheNotesDoNotKnowIsAnsweredHonestly() throws Exception {
        assertThat(chat("Zyzzyva?", 200).at("/message/content").asText())
                .startsWith("My notes say nothing about that.");
    }

    @Test
    void anAnswerIsCutWhereItIsAskedTo() throws Exception {
        JsonNode result = chat("How do retries work?", 5);
        assertThat(result.get("words").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | /model",
                "{\"model\":\"m\"} | /messages",
                "{\"model\":\"m\",\"messages\":[]} | /messages",
                "{\"model\":\"m\",\"messages\":[null]} | /messages",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"hi\"}]} | /messages",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\"}]} | /messages/1/content",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"a\"}]} | /messages/0/role",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"options\":{\"num_predict\":0}} | /options/num_predict",
            })
    void badParamsAreRefusedByName(String params, String pointer) throws Exception {
        assertThat(Handlers.pointers(Chat.type(), params)).containsExactly(pointer);
    }

    @Test
    void whatElseANativePayloadHoldsIsIgnored() throws Exception {
        assertThat(Handlers.pointers(
                        Chat.type(),
                        "{\"model\":\"m\",\"stream\":false,\"options\":{\"temperature\":0},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"images\":[]}]}"))
                .isEmpty();
    }

    private JsonNode chat(String question, int words) throws Exception {
        context.forget();
        String params = "{\"model\":\"small\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
                + "{\"role\":\"user\",\"content\":\"" + question + "\"}],\"options\":{\"num_predict\":" + words + "}}";
        RunResult result = Handlers.run(Chat.type(), params, context);
        return Handlers.result(result);
    }

    private String completion() {
        return context.artifactText("completion");
    }
}
