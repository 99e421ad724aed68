package dev.windlass.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static final Handler NOTHING = request -> Answer.empty(204);

    private final Router router = new Router(List.of(
            Route.get("/", Scope.OPEN, NOTHING),
            Route.get("/jobs/{id}", Scope.READ, NOTHING),
            Route.delete("/jobs/{id}", Scope.SUBMIT, NOTHING),
            Route.get("/jobs/batch", Scope.READ, NOTHING),
            Route.get("/jobs/{job_id}/runs/{run_id}", Scope.READ, NOTHING),
            Route.post("/jobs/{any}/cancel", Scope.SUBMIT, NOTHING)));

    private Router.Match match(String method, String path) {
        return router.match(method, path);
    }

    private String pattern(String method, String path) {
        return ((Router.Match.Found) match(method, path)).route().pattern();
    }

    @Test
    void aFixedSegmentBeatsAParameter() {
        assertThat(pattern("GET", "/jobs/batch")).isEqualTo("/jobs/batch");
        assertThat(pattern("GET", "/jobs/batches")).isEqualTo("/jobs/{id}");
    }

    @Test
    void aParameterIsTriedWhenAFixedSegmentLeadsNowhere() {
        assertThat(pattern("POST", "/jobs/batch/cancel")).isEqualTo("/jobs/{any}/cancel");
    }

    @Test
    void parametersAreNamedByTheRouteAndDecoded() {
        Router.Match found = match("GET", "/jobs/a%20b/runs/%C3%A4");
        assertThat(((Router.Match.Found) found).pathParams()).isEqualTo(Map.of("job_id", "a b", "run_id", "ä"));
    }

    @Test
    void headIsServedByGet() {
        assertThat(pattern("HEAD", "/jobs/1")).isEqualTo("/jobs/{id}");
    }

    @Test
    void anotherMethodIsToldWhatThereIs() {
        assertThat(match("PUT", "/jobs/1"))
                .isInstanceOfSatisfying(
                        Router.Match.OtherMethods.class,
                        other -> assertThat(other.allow()).containsExactly("DELETE", "GET", "HEAD", "OPTIONS"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jobs/1",
                "/jobs",
                "/jobs/",
                "/jobs//",
                "//jobs/1",
                "/jobs/1/",
                "/jobs/.",
                "/jobs/..",
                "/jobs/%2e",
                "/jobs/%2E%2e",
                "/jobs/1%2Fcancel",
                "/jobs/1%5ccancel",
                "/jobs/%00",
                "/jobs/%0a",
                "/JOBS/1",
                "/jobs/1/runs",
                "/x/../jobs/1",
                "/jobs/%7f"
            })
    void whatIsNotExactlyAPathIsUnknown(String path) {
        assertThat(match("GET", path)).isInstanceOf(Router.Match.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jobs/%",
                "/jobs/%4",
                "/jobs/%zz",
                "/jobs/%+1",
                "/jobs/%ff",
                "/jobs/%c0%80",
                "/jobs/%ed%a0%80",
                "/jobs/ä"
            })
    void aBrokenEscapeIsMalformed(String path) {
        assertThatThrownBy(() -> match("GET", path))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.MALFORMED_REQUEST));
    }

    @Test
    void twoRoutesForTheSamePathAreRefused() {
        assertThatThrownBy(() -> new Router(
                        List.of(Route.get("/a/{x}", Scope.READ, NOTHING), Route.get("/a/{y}", Scope.READ, NOTHING))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPathBringsItDown() {
        Random random = new Random(42);
        String alphabet = "/%.2fF5cj obs{}\\é\u0000;:@";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "/jobs/" : "/");
            for (int length = random.nextInt(12); length > 0; length--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(match("GET", path.toString())).isNotNull();
            } catch (ProblemException e) {
                assertThat(e.problem().code().status()).isEqualTo(400);
            }
        }
    }
}
