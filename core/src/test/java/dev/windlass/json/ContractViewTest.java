package dev.windlass.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.RunStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The members of {@code /api} objects, artifacts, and the bodies of webhooks. */
class ContractViewTest {

    private static final String SHA = "ab".repeat(32);

    private static JsonNode run(List<ArtifactInfo> artifacts, Map<String, byte[]> inline) {
        return Samples.written(
                out -> ContractView.writeRun(out, Samples.run(RunStatus.COMPLETED, null, artifacts), inline));
    }

    @Test
    void aJobHasAllItsMembersAndAbsentOnesAreNull() {
        JsonNode job = Samples.written(out -> ContractView.writeJob(out, Samples.queued()));
        assertThat(String.join(",", (Iterable<String>) job::fieldNames))
                .isEqualTo("job_id,job_type,template_id,schedule_id,status,priority,queue,params,tags,retry_policy,"
                        + "timeout_seconds,run_at,attempt,max_attempts,next_attempt_at,progress_percent,phase,"
                        + "retention_seconds,created_at,started_at,finished_at,updated_at,cancel_requested_at,"
                        + "expires_at,result,error,warnings,last_run_id,retry_of_run_id,callback_url");
        assertThat(job.get("template_id").isNull()).isTrue();
        assertThat(job.get("run_at").isNull()).isTrue();
        assertThat(job.get("job_id").textValue()).startsWith("job_").hasSize(30);
        assertThat(job.get("timeout_seconds")).hasToString("1.5");
        assertThat(job.get("retention_seconds")).hasToString("604800");
        assertThat(job.get("created_at").textValue()).isEqualTo("2026-01-18T09:00:00.125Z");
        assertThat(job.get("params")).hasToString("{\"genre\":\"horror\"}");
        assertThat(job.get("retry_policy"))
                .hasToString("{\"max_attempts\":3,\"backoff\":{\"initial_seconds\":1,\"multiplier\":2,"
                        + "\"max_seconds\":60,\"jitter\":0.2}}");
    }

    @Test
    void aRunHasAllItsMembers() {
        JsonNode run = run(List.of(), Map.of());
        assertThat(String.join(",", (Iterable<String>) run::fieldNames))
                .isEqualTo("run_id,job_id,job_type,trigger,attempt,status,phase,node,created_at,started_at,"
                        + "finished_at,duration_ms,heartbeat_at,progress_percent,progress,result,error,warnings,"
                        + "artifacts,expires_at");
        assertThat(run.get("duration_ms").longValue()).isEqualTo(2_500);
        assertThat(run.get("trigger").textValue()).isEqualTo("manual");
    }

    @Test
    @Tag("C10")
    void theSeedsSamplePayloadHoldsToTheLetter() {
        Envelope envelope = new Envelope("job.run.completed", Samples.NOW, 3);
        JsonNode body = Samples.written(out -> out.begin()
                .with(envelope::members)
                .with(o -> ContractView.runMembers(o, Samples.run(RunStatus.COMPLETED, null, List.of()), Map.of()))
                .end());
        assertThat(body.get("event").textValue()).isEqualTo("job.run.completed");
        assertThat(body.get("type").textValue()).isEqualTo("job.run.completed");
        assertThat(body.get("sequence").intValue()).isEqualTo(3);
        assertThat(body.get("run_id").textValue()).startsWith("run_");
        assertThat(body.get("job_id").textValue()).startsWith("job_");
        assertThat(body.get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(body.get("started_at").textValue()).isEqualTo("2026-01-18T09:00:01.125Z");
        assertThat(body.get("finished_at").textValue()).isEqualTo("2026-01-18T09:00:03.625Z");
        assertThat(body.get("artifacts")).hasToString("{}");
    }

    @Test
    @Tag("A6")
    void anArtifactHasExactlyOneOfContentBase64AndUrl() {
        List<ArtifactInfo> artifacts = List.of(
                new ArtifactInfo("completion", "text/plain; charset=utf-8", 3, SHA),
                new ArtifactInfo("picture", "image/png", 2, SHA),
                new ArtifactInfo("latin", "text/plain", 1, SHA),
                new ArtifactInfo("odd", "text/plain; charset=iso-8859-1", 1, SHA),
                new ArtifactInfo("large", "text/plain", 300_000, SHA));
        JsonNode map = run(
                        artifacts,
                        Map.of(
                                "completion", "hé".getBytes(StandardCharsets.UTF_8),
                                "picture", new byte[] {1, 2},
                                "latin", new byte[] {(byte) 0xE9},
                                "odd", new byte[] {65}))
                .get("artifacts");
        assertThat(map.get("completion").get("content").textValue()).isEqualTo("hé");
        assertThat(map.get("picture").get("content_base64").textValue()).isEqualTo("AQI=");
        assertThat(map.get("latin").get("content_base64").textValue()).isEqualTo("6Q==");
        assertThat(map.get("odd").get("content_base64").textValue()).isEqualTo("QQ==");
        assertThat(map.get("large").get("url").textValue()).matches("/api/job-runs/run_[0-9A-Z]{26}/artifacts/large");
        assertThat(map).allSatisfy(artifact -> assertThat(artifact).hasSize(4));
    }

    @Test
    @Tag("A3")
    @Tag("A9")
    void aStateEventSaysWhichTellingItIsAndNothingOfTheTry() {
        Job working = Samples.running(dev.windlass.job.Phase.WORKING);
        JsonNode event = Samples.written(out -> AsyncView.writeEvent(
                out, new AsyncEvent(AsyncState.WORKING, working, null, Map.of(), 2, Samples.NOW, null)));
        String id = event.get("job_id").textValue();
        assertThat(event)
                .hasToString("{\"job_id\":\"" + id + "\",\"state\":\"working\",\"attempt\":1,\"sequence\":2,"
                        + "\"timestamp\":\"2026-01-18T09:00:00.125Z\",\"idempotency_key\":\"" + id + ":working\"}");
    }

    @Test
    @Tag("A6")
    void aDoneEventCarriesResultAndArtifacts() {
        ArtifactInfo completion = new ArtifactInfo("completion", "text/plain", 2, SHA);
        var run = Samples.run(RunStatus.COMPLETED, null, List.of(completion));
        Map<String, byte[]> inline = Map.of("completion", new byte[] {104, 105});
        JsonNode event = Samples.written(out -> AsyncView.writeEvent(
                out,
                new AsyncEvent(
                        AsyncState.DONE, Samples.completed(), run, inline, 4, Samples.NOW, URI.create("https://x.y"))));
        assertThat(event.get("artifacts").get("completion").get("content").textValue())
                .isEqualTo("hi");
        assertThat(event.get("result")).hasToString("{\"words\":1200}");
        assertThat(event.get("base_url").textValue()).isEqualTo("https://x.y");
        assertThat(event.has("error")).isFalse();
    }

    @Test
    void aFailedEventCarriesItsError() {
        JsonNode event = Samples.written(out -> AsyncView.writeEvent(
                out,
                new AsyncEvent(
                        AsyncState.FAILED, Samples.failed(ErrorKind.LOST), null, Map.of(), 4, Samples.NOW, null)));
        assertThat(event.get("error").get("kind").textValue()).isEqualTo("lost");
    }

    @Test
    void instantsAreRfc3339InUtcWithMilliseconds() {
        assertThat(Instants.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Instants.format(Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(Instants.format(Instant.parse("2028-02-29T13:07:09.5Z"))).isEqualTo("2028-02-29T13:07:09.500Z");
        assertThat(Instants.format(Instant.parse("+12345-01-02T00:00:00Z"))).isEqualTo("+12345-01-02T00:00:00.000Z");
    }
}
