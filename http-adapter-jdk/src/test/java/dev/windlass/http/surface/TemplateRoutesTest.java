package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/job-templates}. */
@Tag("C2")
class TemplateRoutesTest {

    private static SurfaceServer server;

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The seed's own example. */
    private static String body(String name) {
        return "{\"name\":\"" + name + "\",\"job_type\":\"story\",\"params\":{\"genre\":\"horror\",\"length\":1200,"
                + "\"model\":\"claude\"},\"retry_policy\":{\"max_attempts\":3}}";
    }

    private static String create(String name) {
        return server.post("/api/job-templates", body(name)).header("Location");
    }

    @Test
    void aTemplateIsMadeFoundAndListed() {
        Reply made = server.post("/api/job-templates", body("daily-horror-story"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/job-templates/" + made.at("/template_id"));
        Reply found = server.get(made.header("Location"));
        assertThat(found.bytes()).isEqualTo(made.bytes());
        assertThat(server.get(made.header("Location"), "If-None-Match", made.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(server.get("/api/job-templates?name=daily-horror-story").at("/items/0/template_id"))
                .isEqualTo(made.at("/template_id"));
        assertThat(server.get("/api/job-templates?job_type=other").json().get("items"))
                .isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        create("taken");
        Reply again = server.post("/api/job-templates", body("taken"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code")).isEqualTo("name-taken");
    }

    @Test
    @Tag("C4")
    void aJobOfATemplateIsWhatItSaysWithThePriorityThatItIsGiven() {
        String path = create("with-priority");
        String id = path.substring(path.lastIndexOf('/') + 1);
        Reply job = server.post("/api/jobs", "{\"template_id\":\"" + id + "\",\"priority\":5}");
        assertThat(job.status()).isEqualTo(202);
        assertThat(job.at("/template_id")).isEqualTo(id);
        assertThat(job.at("/priority")).isEqualTo("5");
        assertThat(job.at("/job_type")).isEqualTo("story");
        assertThat(job.at("/params/genre")).isEqualTo("horror");
        assertThat(job.at("/max_attempts")).isEqualTo("3");
        server.awaitMember(job.header("Location"), "/status", "COMPLETED");
    }

    @Test
    void aChangeIsForLaterJobsOnly() {
        String path = create("changing");
        String id = path.substring(path.lastIndexOf('/') + 1);
        String before = server.submit("{\"template_id\":\"" + id + "\",\"priority\":5}");
        Reply changed =
                server.patch(path, "{\"params\":{\"genre\":\"comedy\",\"model\":null},\"timeout_seconds\":2.5}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("params")).hasToString("{\"genre\":\"comedy\",\"length\":1200}");
        assertThat(changed.at("/timeout_seconds")).isEqualTo("2.5");
        assertThat(changed.at("/version")).isEqualTo("2");
        String after = server.submit("{\"template_id\":\"" + id + "\"}");
        assertThat(server.get(before).at("/params/genre")).isEqualTo("horror");
        assertThat(server.get(after).at("/params/genre")).isEqualTo("comedy");
        assertThat(server.get("/api/jobs?template_id=" + id).json().get("items"))
                .hasSize(2);
    }

    @Test
    void nullTakesAMemberAwayAndARequiredOneStays() {
        String path = create("nulls");
        assertThat(server.patch(path, "{\"retry_policy\":null}")
                        .json()
                        .get("retry_policy")
                        .isNull())
                .isTrue();
        assertThat(server.patch(path, "{\"name\":null}").status()).isEqualTo(422);
        assertThat(server.patch(path, "{\"colour\":null}").status()).isEqualTo(400);
        assertThat(server.patch(path, "[]").status()).isEqualTo(422);
    }

    @Test
    void aChangeOfAnOldVersionIsRefused() {
        String path = create("versions");
        String tag = server.get(path).header("ETag");
        assertThat(server.patch(path, "{\"name\":\"versions2\"}", "If-Match", tag)
                        .status())
                .isEqualTo(200);
        assertThat(server.patch(path, "{\"name\":\"versions3\"}", "If-Match", tag)
                        .status())
                .isEqualTo(412);
        assertThat(server.delete(path, "If-Match", tag).status()).isEqualTo(412);
        assertThat(server.patch(path, "{\"name\":\"versions3\"}", "If-Match", "*")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongIsNamed() {
        Reply reply = server.post("/api/job-templates", "{\"job_type\":7,\"timeout_seconds\":-1}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("/name", "/job_type", "/timeout_seconds");
        Reply empty = server.post("/api/job-templates", "{}");
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.json().get("errors"))
                .extracting(error -> error.get("pointer").textValue() + " "
                        + error.get("detail").textValue())
                .containsExactly("/name is required", "/job_type is required");
        Reply attempts = server.post(
                "/api/job-templates", "{\"name\":\"x\",\"job_type\":\"echo\",\"retry_policy\":{\"max_attempts\":4}}");
        assertThat(attempts.at("/errors/0/pointer")).isEqualTo("/retry_policy/max_attempts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb", "a\\rb", "a\\tb", "\\u2028", "a\\u2029b", "a\\u007f", "a\\u0085b", " ", ""})
    void aNameIsOneLine(String name) {
        Reply reply = server.post("/api/job-templates", body(name));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/errors/0/pointer")).isEqualTo("/name");
    }

    @Test
    void aTemplateIsDeletedUnlessAScheduleNeedsIt() {
        String path = create("gone");
        assertThat(server.delete(path).status()).isEqualTo(204);
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.delete(path).status()).isEqualTo(404);
        String used = create("used");
        server.post(
                "/api/schedules",
                "{\"template_id\":\"" + used.substring(used.lastIndexOf('/') + 1) + "\",\"cron\":\"0 0 * * *\"}");
        assertThat(server.delete(used).at("/code")).isEqualTo("in-use");
    }
}
