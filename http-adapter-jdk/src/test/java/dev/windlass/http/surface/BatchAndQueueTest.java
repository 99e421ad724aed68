package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /api/jobs/batch} and {@code /api/queue}. */
class BatchAndQueueTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBatchIsMadeInItsOrder() {
        Reply reply = server.post(
                "/api/jobs/batch",
                "{\"jobs\":[{\"job_type\":\"echo\",\"priority\":1},{\"job_type\":\"story\",\"priority\":2}]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.at("/items/0/job_type")).isEqualTo("echo");
        assertThat(reply.at("/items/1/priority")).isEqualTo("2");
        server.awaitMember("/api/jobs/" + reply.at("/items/1/job_id"), "/status", "COMPLETED");
    }

    @Test
    void oneBadItemRefusesAllAndEachIsPointedAt() {
        int before = server.get("/api/jobs?tag=batch").json().get("items").size();
        Reply reply = server.post(
                "/api/jobs/batch",
                "{\"jobs\":[{\"job_type\":\"echo\",\"tags\":[\"batch\"]},{\"job_type\":\"echo\",\"priority\":11},{\"job_type\":\"nope\"}]}");
        assertThat(reply.status()).isEqualTo(422);
        List<String> pointers = new ArrayList<>();
        reply.json()
                .get("errors")
                .forEach(error -> pointers.add(error.get("pointer").textValue()));
        assertThat(pointers).containsExactly("/jobs/1/priority", "/jobs/2/job_type");
        assertThat(server.get("/api/jobs?tag=batch").json().get("items")).hasSize(before);
        Reply unread =
                server.post("/api/jobs/batch", "{\"jobs\":[{\"job_type\":7},{\"job_type\":\"echo\",\"prio\":1},3]}");
        assertThat(unread.text()).contains("/jobs/0/job_type", "/jobs/1/prio", "/jobs/2");
    }

    @Test
    void aBatchHasOneToAThousandJobs() {
        assertThat(server.post("/api/jobs/batch", "{\"jobs\":[]}").at("/errors/0/pointer"))
                .isEqualTo("/jobs");
        assertThat(server.post("/api/jobs/batch", "{}").at("/errors/0/pointer")).isEqualTo("/jobs");
        String jobs = "{\"job_type\":\"echo\"},".repeat(1_000);
        assertThat(server.post("/api/jobs/batch", "{\"jobs\":[" + jobs + "{\"job_type\":\"echo\"}]}")
                        .status())
                .isEqualTo(422);
        assertThat(server.post("/api/jobs/batch", "{\"jobs\":[" + jobs.substring(0, jobs.length() - 1) + "]}")
                        .json()
                        .get("items"))
                .hasSize(1_000);
    }

    @Test
    void aSmallBatchOfALargeTemplateIsRefused() {
        String template = server.post(
                        "/api/job-templates",
                        "{\"name\":\"large\",\"job_type\":\"echo\",\"params\":{\"text\":\"" + "x".repeat(200_000)
                                + "\"}}")
                .at("/template_id");
        String job = "{\"template_id\":\"" + template + "\",\"tags\":[\"swollen\"]}";
        Reply refused = server.post(
                "/api/jobs/batch", "{\"jobs\":[" + String.join(",", Collections.nCopies(1_000, job)) + "]}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/jobs");
        assertThat(server.get("/api/jobs?tag=swollen").json().get("items")).isEmpty();
    }

    @Test
    @Tag("C5")
    void theQueueSaysHowFullItIsAndCanBePaused() {
        Reply paused = server.post("/api/queue/pause", "{\"queue\":\"night\"}");
        assertThat(paused.at("/paused_queues/0")).isEqualTo("night");
        String path = server.submit("{\"job_type\":\"echo\",\"queue\":\"night\"}");
        assertThat(server.get(path + "/position").at("/reason")).isEqualTo("paused");
        assertThat(server.get("/api/queue").json().at("/depth/QUEUED").intValue())
                .isPositive();
        assertThat(server.post("/api/queue/resume", "{\"queue\":\"night\"}")
                        .json()
                        .get("paused_queues"))
                .isEmpty();
        server.awaitMember(path, "/status", "COMPLETED");
        assertThat(server.post("/api/queue/pause").at("/paused")).isEqualTo("true");
        assertThat(server.post("/api/queue/resume").at("/paused")).isEqualTo("false");
    }

    @Test
    void whatNoQueueIsCalledIsNotPaused() {
        for (String action : List.of("pause", "resume")) {
            for (String name : List.of("", "a b", "a\\nb", "q".repeat(101))) {
                Reply reply = server.post("/api/queue/" + action, "{\"queue\":\"" + name + "\"}");
                assertThat(reply.status()).as(name).isEqualTo(422);
                assertThat(reply.at("/errors/0/pointer")).isEqualTo("/queue");
            }
        }
        assertThat(server.get("/api/queue").json().get("paused_queues")).isEmpty();
    }
}
