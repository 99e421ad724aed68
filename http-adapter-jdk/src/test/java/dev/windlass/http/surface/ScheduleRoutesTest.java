package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code /api/schedules}. */
@Tag("C3")
class ScheduleRoutesTest {

    private static SurfaceServer server;
    private static String template = "";

    @BeforeAll
    static void start() {
        server = new SurfaceServer();
        template = server.post("/api/job-templates", "{\"name\":\"scheduled\",\"job_type\":\"echo\"}")
                .at("/template_id");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply create(String more) {
        return server.post(
                "/api/schedules",
                "{\"template_id\":\"" + template + "\",\"cron\":\"0 0 * * *\",\"timezone\":\"UTC\"" + more + "}");
    }

    @Test
    void aScheduleIsMadeWithDefaultsAndItsNextFire() {
        Reply made = create(",\"enabled\":true");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/schedules/" + made.at("/schedule_id"));
        assertThat(made.at("/next_fire_at")).endsWith("T00:00:00.000Z");
        assertThat(made.at("/misfire")).isEqualTo("fire_once");
        assertThat(made.at("/overlap")).isEqualTo("skip");
        assertThat(made.at("/dst/gap")).isEqualTo("run_after");
        assertThat(server.get(made.header("Location")).at("/cron")).isEqualTo("0 0 * * *");
    }

    @Test
    void aScheduleIsSwitchedOffAndOn() {
        String path = create("").header("Location");
        Reply off = server.patch(path, "{\"enabled\":false}");
        assertThat(off.status()).isEqualTo(200);
        assertThat(off.at("/enabled")).isEqualTo("false");
        assertThat(off.json().get("next_fire_at").isNull()).isTrue();
        assertThat(server.get("/api/schedules?enabled=false").text()).contains(off.at("/schedule_id"));
        assertThat(server.get("/api/schedules?enabled=true").text()).doesNotContain(off.at("/schedule_id"));
        assertThat(server.patch(path, "{\"enabled\":true}").at("/next_fire_at")).endsWith("Z");
    }

    @Test
    void everyPolicyCanBeChosenAndChanged() {
        Reply made = create(
                ",\"misfire\":\"fire_all\",\"overlap\":\"allow\",\"dst\":{\"gap\":\"skip\"},\"cron_type\":\"unix\"");
        assertThat(made.at("/dst/gap")).isEqualTo("skip");
        assertThat(made.at("/dst/overlap")).isEqualTo("first");
        Reply changed = server.patch(made.header("Location"), "{\"dst\":{\"overlap\":\"both\"},\"cron\":\"@hourly\"}");
        assertThat(changed.at("/dst/gap")).isEqualTo("skip");
        assertThat(changed.at("/dst/overlap")).isEqualTo("both");
        assertThat(changed.at("/misfire")).isEqualTo("fire_all");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(create(",\"misfire\":\"never\"").at("/errors/0/pointer")).isEqualTo("/misfire");
        refused(template, "61 * * * *", "UTC", "/cron", "minute must be 0–59, but is 61");
        refused(template, "0 0 31 2 *", "UTC", "/cron", "`0 0 31 2 *` never fires: there is no such date");
        refused(template, "@daily", "Mars/Phobos", "/timezone", "there is no IANA time zone `Mars/Phobos`");
        refused("", "@daily", "UTC", "/template_id", "must be an id");
        assertThat(server.post("/api/schedules", "{\"cron\":\"@daily\"}").at("/errors/0/pointer"))
                .isEqualTo("/template_id");
    }

    private static void refused(String templateId, String cron, String zone, String pointer, String detail) {
        Reply reply = server.post(
                "/api/schedules",
                "{\"template_id\":\"" + templateId + "\",\"cron\":\"" + cron + "\",\"timezone\":\"" + zone + "\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.at("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(reply.at("/errors/0/detail")).isEqualTo(detail);
    }

    @Test
    void aVersionThatHasMovedOnIsNotChangedOrDeleted() {
        Reply made = create("");
        String path = made.header("Location");
        assertThat(server.patch(path, "{\"cron\":\"@weekly\"}", "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(server.patch(path, "{\"cron\":\"@daily\"}", "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(412);
        assertThat(server.delete(path, "If-Match", made.header("ETag")).status())
                .isEqualTo(412);
        assertThat(server.delete(path).status()).isEqualTo(204);
        assertThat(server.get(path).status()).isEqualTo(404);
    }

    @Test
    void theNextFiresComeInTheSchedulesOwnOffset() {
        String path = server.post(
                        "/api/schedules",
                        "{\"template_id\":\"" + template + "\",\"cron\":\"30 2 * * *\",\"timezone\":\"Europe/Berlin\"}")
                .header("Location");
        JsonNode items = server.get(path + "/next?count=2&after=2026-07-01T12:00:00Z")
                .json()
                .get("items");
        assertThat(items)
                .extracting(item -> item.get("fire_at").textValue())
                .containsExactly("2026-07-02T02:30:00+02:00", "2026-07-03T02:30:00+02:00");
        assertThat(server.get(path + "/next").json().get("items")).hasSize(10);
        assertThat(server.get(path + "/next?count=101").status()).isEqualTo(400);
    }

    @Test
    void aScheduleCanBeRunNow() {
        Reply schedule = create(",\"enabled\":false");
        Reply job = server.post(schedule.header("Location") + "/run");
        assertThat(job.status()).isEqualTo(202);
        assertThat(job.header("Location")).isEqualTo("/api/jobs/" + job.at("/job_id"));
        assertThat(job.at("/schedule_id")).isEqualTo(schedule.at("/schedule_id"));
        server.awaitMember(job.header("Location"), "/status", "COMPLETED");
    }
}
