package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.ApiClient;
import dev.windlass.examples.demo.support.ApiClient.Reply;
import dev.windlass.examples.webhook.WebhookReceiver;
import dev.windlass.http.server.FlagException;
import dev.windlass.http.server.StandaloneServer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoServerTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private StandaloneServer server;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        server = DemoServer.standalone()
                .start(
                        Map.of("WINDLASS_WEBHOOK_SECRET", SECRET),
                        "--port",
                        "0",
                        "--store",
                        "memory",
                        "--reading-millis",
                        "100");
        client = new ApiClient(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Tag("C4")
    void aNewUsersFirstJobIsAnalysedWithProgress() throws Exception {
        Reply accepted = submit("analyze-document", "{\"text\":\"The crane is excellent. It never fails.\"}");
        assertThat(accepted.status()).isEqualTo(202);
        JsonNode done = client.await(accepted.header("Location"));
        assertThat(done.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(done.get("progress_percent").asInt()).isEqualTo(100);
        assertThat(done.at("/result/sentiment").asText()).isEqualTo("POSITIVE");
    }

    @Test
    @Tag("K1")
    @Tag("K2")
    @Tag("K4")
    void theSeedsWalkthroughWorksAsWritten() throws Exception {
        Reply accepted = client.post(
                "/v1/bots/bot-abc-123/actions/analyze-document",
                "{\"document_url\": \"https://example.com/large-report.pdf\"}",
                "Authorization",
                "Bearer any");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().get("status").asText()).isEqualTo("PENDING");
        String location = accepted.header("Location");
        assertThat(location)
                .isEqualTo("/v1/tasks/" + accepted.json().get("task_id").asText());
        Reply first = client.get(location);
        assertThat(first.header("Retry-After")).isNotEmpty();
        JsonNode task = client.await(location);
        assertThat(task.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(task.at("/result/sentiment").asText()).isEqualTo("POSITIVE");
        assertThat(task.at("/result/entities")).extracting(JsonNode::asText).contains("market", "growth", "revenue");
        assertThat(Instant.parse(task.get("completed_at").asText())).isNotNull();
    }

    @Test
    @Tag("C7")
    void aDirectCallIsNextAndTheQueueFollowsByPriority() throws Exception {
        String sleep = submit("sleep", "{\"millis\":60000,\"steps\":1}").header("Location");
        await().until(() -> client.get(sleep).json().get("status").asText().equals("RUNNING"));
        String low = submitAt(1).header("Location");
        String middle = submitAt(5).header("Location");
        String high = submitAt(9).header("Location");
        Reply story = client.post("/story/generate", "{\"genre\":\"horror\",\"length\":50}", "Prefer", "respond-async");
        assertThat(story.status()).isEqualTo(202);
        client.post(sleep + "/cancel", "{}");
        List<JsonNode> started = new CopyOnWriteArrayList<>();
        for (String location : List.of(story.header("Location"), high, middle, low)) {
            started.add(client.await(location).get("started_at"));
        }
        assertThat(started).extracting(JsonNode::asText).isSorted();
        assertThat(client.get(sleep).json().get("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    @Tag("C7")
    void directCallsAnswerWithTheBareResult() throws Exception {
        Reply story = client.post("/story/generate", "{\"genre\":\"mystery\",\"length\":60,\"seed\":5}");
        assertThat(story.status()).isEqualTo(200);
        assertThat(story.json().get("seed").asInt()).isEqualTo(5);
        Reply found = client.post("/research/run", "{\"query\":\"hmac signature secret\"}");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().at("/results/0/document").asText()).isEqualTo("signatures.md");
        assertThat(client.get("/api/jobs").json().get("items")).isEmpty();
    }

    @Test
    @Tag("A1")
    @Tag("A3")
    @Tag("A5")
    @Tag("A6")
    @Tag("A10")
    void aChatTellsItsReceiverEveryStateAndLeavesItsCompletion() throws Exception {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        try (WebhookReceiver receiver = new WebhookReceiver(0, SECRET, InstantSource.system(), events::add)) {
            Reply accepted = client.post(
                    "/jobs",
                    "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a lease?\"}],"
                            + "\"state_webhook_url\":\"" + receiver.url() + "\"}");
            assertThat(accepted.status()).isEqualTo(202);
            JsonNode job = client.await(accepted.header("Location"));
            assertThat(job.get("state").asText()).isEqualTo("done");
            assertThat(job.at("/artifacts/completion/content").asText()).startsWith("Leases and heartbeats: ");
            await().until(() -> events.size() == 4);
            assertThat(events)
                    .extracting(event -> event.get("state").asText())
                    .containsExactly("queued", "loading", "working", "done");
        }
    }

    @Test
    @Tag("A6")
    @Tag("A7")
    void aLongCompletionIsGivenByUrl() throws Exception {
        Reply accepted = client.post(
                "/jobs",
                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"A long story, please\"}],"
                        + "\"options\":{\"num_predict\":60000}}");
        JsonNode completion = client.await(accepted.header("Location")).at("/artifacts/completion");
        assertThat(completion.has("content")).isFalse();
        byte[] bytes = client.get(completion.get("url").asText()).response().body();
        assertThat(bytes.length).isEqualTo(completion.get("size").asInt()).isGreaterThan(262_144);
    }

    @Test
    @Tag("T10")
    void everyTrialTypeEndsAsItIsMeantTo() throws Exception {
        assertThat(run("echo", "{\"amount\":1.10,\"big\":12345678901234567890}")
                        .get("result")
                        .toString())
                .contains("12345678901234567890");
        assertThat(run("sleep", "{\"millis\":20,\"steps\":2}").get("status").asText())
                .isEqualTo("COMPLETED");
        assertThat(run("skip", "{}").get("status").asText()).isEqualTo("SKIPPED");
        assertThat(run("partial", "{}").at("/warnings/0/code").asText()).isEqualTo("item_failed");
        assertThat(run("flaky", "{\"retriable\":false}").at("/error/code").asText())
                .isEqualTo("flaky");
        assertThat(run("artifact", "{\"name\":\"../x\"}").at("/error/code").asText())
                .isEqualTo("invalid_artifact_name");
        assertThat(run("progress-items", "{\"total\":3}")
                        .get("progress_percent")
                        .asInt())
                .isEqualTo(100);
        JsonNode artifact = run("artifact", "{\"name\":\"a.bin\",\"bytes\":300000}");
        String url = "/api/job-runs/" + artifact.get("last_run_id").asText() + "/artifacts/a.bin";
        assertThat(client.get(url).response().body()).hasSize(300_000);
    }

    @Test
    @Tag("C9")
    void aFlakyJobIsTriedAgain() throws Exception {
        JsonNode job = client.await(client.post(
                        "/api/jobs",
                        "{\"job_type\":\"flaky\",\"params\":{\"fail_times\":2},"
                                + "\"retry_policy\":{\"max_attempts\":3,\"backoff\":{\"initial_seconds\":0.01}}}")
                .header("Location"));
        assertThat(job.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(job.get("attempt").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"job_type\":\"sleep\",\"params\":{\"millis\":-1}} | /params/millis",
                "{\"job_type\":\"sleep\",\"params\":{\"millis\":\"long\"}} | /params/millis",
                "{\"job_type\":\"sleep\",\"params\":{\"millis\":\"5\"}} | /params/millis",
                "{\"job_type\":\"sleep\",\"params\":{\"millis\":true}} | /params/millis",
                "{\"job_type\":\"story\",\"params\":{\"seed\":1.5}} | /params/seed",
                "{\"job_type\":\"story\",\"params\":{\"seed\":99999999999999999999}} | /params/seed",
                "{\"job_type\":\"flaky\",\"params\":{\"retriable\":\"yes\"}} | /params/retriable",
                "{\"job_type\":\"flaky\",\"params\":{\"retriable\":1}} | /params/retriable",
                "{\"job_type\":\"analyze-document\",\"params\":{\"text\":5}} | /params/text",
                "{\"job_type\":\"analyze-document\",\"params\":{\"text\":[]}} | /params/text",
                "{\"job_type\":\"analyze-document\",\"params\":{}} | /params/text",
                "{\"job_type\":\"analyze-document\",\"params\":{\"document_url\":\"file:///etc/passwd\"}} | /params/document_url",
                "{\"job_type\":\"story\",\"params\":{\"length\":0}} | /params/length",
                "{\"job_type\":\"research\"} | /params/query",
                "{\"job_type\":\"chat\",\"params\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}} | /params/messages/0/content",
                "{\"job_type\":\"nothing\"} | /job_type",
                "{\"job_type\":\"echo\",\"priority\":11} | /priority",
                "{\"job_type\":\"echo\",\"retry_policy\":{\"max_attempts\":4}} | /retry_policy/max_attempts",
            })
    void badInputIsRefusedByNameAndStoresNothing(String body, String pointer) throws Exception {
        Reply refused = client.post("/api/jobs", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(refused.text()).doesNotContain("dev.windlass", "Exception", "jackson");
        assertThat(client.get("/api/jobs").json().get("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--documents,/no/such/folder", "--reading-millis,-1", "--reading-millis,soon", "--no-such,1"})
    void wrongFlagsAreSaidPlainly(String flag, String value) {
        assertThatThrownBy(
                        () -> DemoServer.standalone().start(Map.of(), "--port", "0", "--store", "memory", flag, value))
                .isInstanceOf(FlagException.class)
                .hasMessageContaining(flag);
    }

    private Reply submit(String type, String params) throws Exception {
        return client.post("/api/jobs", "{\"job_type\":\"" + type + "\",\"params\":" + params + "}");
    }

    private Reply submitAt(int priority) throws Exception {
        return client.post("/api/jobs", "{\"job_type\":\"echo\",\"params\":{},\"priority\":" + priority + "}");
    }

    private JsonNode run(String type, String params) throws Exception {
        return client.await(submit(type, params).header("Location"));
    }
}
