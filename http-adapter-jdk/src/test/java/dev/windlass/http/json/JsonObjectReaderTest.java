package dev.windlass.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Backoff;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectReaderTest {

    private static JsonObjectReader read(String text) {
        return JsonObjectReader.of(StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Violation> violations(JsonObjectReader reader) {
        return catchThrowableOfType(InvalidRequestException.class, reader::finish)
                .violations();
    }

    @Test
    void membersAreReadByType() {
        JsonObjectReader body = read("""
                {"s":"x","i":7,"b":true,"d":1.5,"at":"2026-01-31T12:00:00.5+01:00","seconds":0.25,"word":"queued",
                 "any":[1],"object":{"k":1},"strings":["a","b"],"id":"job_01ARZ3NDEKTSV4RRFFQ69G5FAV","null":null}""");
        assertThat(body.string("s")).isEqualTo("x");
        assertThat(body.integer("i")).isEqualTo(7);
        assertThat(body.bool("b")).isTrue();
        assertThat(body.decimal("d")).isEqualTo(1.5);
        assertThat(body.instant("at")).isEqualTo(Instant.parse("2026-01-31T11:00:00.5Z"));
        assertThat(body.seconds("seconds")).isEqualTo(Duration.ofMillis(250));
        assertThat(body.word("word", JobStatus.class)).isEqualTo(JobStatus.QUEUED);
        assertThat(body.json("any")).hasToString("[1]");
        assertThat(body.jsonObject("object")).hasToString("{\"k\":1}");
        assertThat(body.strings("strings")).containsExactly("a", "b");
        assertThat(body.id("id")).isNotNull();
        assertThat(body.string("null")).isNull();
        assertThat(body.isNull("null")).isTrue();
        assertThat(body.string("absent")).isNull();
        assertThat(body.has("absent")).isFalse();
        body.finish();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        JsonObjectReader body = read("""
                {"s":1,"i":1.5,"big":99999999999,"b":"true","at":"tomorrow","seconds":-1,"word":"QUEUED","object":[],
                 "strings":["a",1],"extra":0}""");
        body.string("s");
        body.integer("i");
        body.integer("big");
        body.bool("b");
        body.instant("at");
        body.seconds("seconds");
        body.word("word", JobStatus.class);
        body.jsonObject("object");
        body.strings("strings");
        assertThat(body.requiredString("name")).isEmpty();
        assertThat(violations(body))
                .extracting(Violation::pointer)
                .containsExactly(
                        "/s", "/i", "/big", "/b", "/at", "/seconds", "/word", "/object", "/strings", "/name", "/extra");
    }

    @Test
    void onlyUnknownMembersAreABadRequest() {
        JsonObjectReader body = read("{\"job_type\":\"x\",\"prioritty\":1,\"a/b~c\":2}");
        body.string("job_type");
        assertThatThrownBy(body::finish).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.UNKNOWN_MEMBER);
            assertThat(e.problem().errors()).extracting(Violation::pointer).containsExactly("/prioritty", "/a~1b~0c");
        });
    }

    @Test
    void nestedObjectsAreFinishedWithTheOutermost() {
        JsonObjectReader body = read("{\"jobs\":[{\"priority\":\"high\"},3,{\"x\":1}]}");
        for (JsonObjectReader job : body.objects("jobs")) {
            job.integer("priority");
        }
        assertThat(violations(body))
                .extracting(Violation::pointer)
                .containsExactly("/jobs/1", "/jobs/0/priority", "/jobs/2/x");
    }

    @Test
    void checksOfValuesAreNotedUnderTheirObject() {
        JsonObjectReader body = read("{\"retry_policy\":{\"backoff\":{\"multiplier\":0.5}}}");
        JsonObjectReader policy = Objects.requireNonNull(body.object("retry_policy"));
        JsonObjectReader backoff = Objects.requireNonNull(policy.object("backoff"));
        double multiplier = Objects.requireNonNull(backoff.decimal("multiplier"));
        assertThat(policy.check(() -> new Backoff(Duration.ZERO, multiplier, Duration.ZERO, 0)))
                .isNull();
        assertThat(violations(body)).extracting(Violation::pointer).containsExactly("/retry_policy/backoff/multiplier");
    }

    @Test
    void aFreePayloadKnowsAllMembers() {
        JsonObjectReader body = read("{\"state_webhook_url\":\"https://x\",\"model\":\"m\",\"n\":1.10}");
        assertThat(body.string("state_webhook_url")).isEqualTo("https://x");
        assertThat(body.allBut(Set.of("state_webhook_url"))).hasToString("{\"model\":\"m\",\"n\":1.10}");
        body.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
    void aBodyThatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-01-31\"",
                "\"2026-01-31T12:00:00\"",
                "\"2026-02-30T12:00:00Z\"",
                "\"-0001-01-01T00:00:00Z\"",
                "\"+12026-01-01T00:00:00Z\"",
                "0",
                "\"\""
            })
    void whatIsNoInstantIsNamed(String value) {
        JsonObjectReader body = read("{\"run_at\":" + value + "}");
        assertThat(body.instant("run_at")).isNull();
        assertThat(violations(body)).extracting(Violation::pointer).containsExactly("/run_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "3155760001", "-0.001", "\"5\""})
    void whatIsNoDurationIsNamed(String value) {
        JsonObjectReader body = read("{\"timeout_seconds\":" + value + "}");
        assertThat(body.seconds("timeout_seconds")).isNull();
        assertThat(violations(body)).hasSize(1);
    }

    @Test
    void aThousandErrorsAreCutToAHundred() {
        JsonObjectReader body = read("{\"jobs\":[" + "1,".repeat(999) + "1]}");
        body.objects("jobs");
        assertThat(violations(body)).hasSize(100);
    }
}
