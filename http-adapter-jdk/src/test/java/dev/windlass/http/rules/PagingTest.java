package dev.windlass.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Body;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    private final Paging paging = new Paging(new byte[] {1, 2, 3});

    private static JsonNode body(Answer answer) {
        return new Json(new String(((Body.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8)).tree();
    }

    private Answer page(String path, String query) {
        return paging.answer(
                Requests.get(path, query), wanted -> new Page<>(List.of("a", "b"), "cursor ü/1"), JsonOut::element);
    }

    @Test
    void aTokenLeadsToTheCursorItWasMadeOf() {
        Answer answer = page("/api/jobs", "status=QUEUED&tag=a%26b");
        String token = body(answer).get("next_page_token").textValue();
        assertThat(body(answer).get("items")).hasToString("[\"a\",\"b\"]");
        assertThat(answer.headers().get("Link"))
                .isEqualTo("</api/jobs?status=QUEUED&tag=a%26b&page_token=" + token + ">; rel=\"next\"");
        Paging.Wanted wanted =
                paging.wanted(Requests.get("/api/jobs", "tag=a%26b&page_size=7&status=QUEUED&page_token=" + token));
        assertThat(wanted).isEqualTo(new Paging.Wanted(7, "cursor ü/1"));
    }

    @Test
    void anotherServerWithTheSameKeyContinuesTheList() {
        String token = body(page("/api/jobs", "")).get("next_page_token").textValue();
        Paging other = new Paging(new byte[] {1, 2, 3});
        assertThat(other.wanted(Requests.get("/api/jobs", "page_token=" + token))
                        .cursor())
                .isEqualTo("cursor ü/1");
        Paging stranger = new Paging(new byte[] {9});
        assertThatThrownBy(() -> stranger.wanted(Requests.get("/api/jobs", "page_token=" + token)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aTokenIsBoundToItsListAndArguments() {
        String token =
                body(page("/api/jobs", "status=QUEUED")).get("next_page_token").textValue();
        for (String query : List.of("", "status=RUNNING&", "status=QUEUED&status=RUNNING&", "status=QUEUED&queue=x&")) {
            assertInvalid("/api/jobs", query + "page_token=" + token);
        }
        assertInvalid("/api/job-runs", "status=QUEUED&page_token=" + token);
    }

    @Test
    void aChangedTokenIsRefused() {
        String token = body(page("/api/jobs", "")).get("next_page_token").textValue();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            if (i < token.length() - 1) {
                assertInvalid("/api/jobs", "page_token=" + changed);
            }
        }
        assertInvalid("/api/jobs", "page_token=" + token.substring(1));
        assertInvalid("/api/jobs", "page_token=%21%21");
        assertInvalid("/api/jobs", "page_token=AAAA");
    }

    private void assertInvalid(String path, String query) {
        assertThatThrownBy(() -> paging.wanted(Requests.get(path, query)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INVALID_PAGE_TOKEN));
    }

    @Test
    void theLastPageHasNoToken() {
        Answer answer = paging.answer(
                Requests.get("/api/jobs", null), wanted -> new Page<String>(List.of(), null), JsonOut::element);
        assertThat(body(answer)).hasToString("{\"items\":[],\"next_page_token\":null}");
        assertThat(answer.headers()).doesNotContainKey("Link");
    }

    @ParameterizedTest
    @CsvSource({",50", "0,50", "1,1", "500,500", "501,500", "999999999999,500"})
    void sizesAreCoerced(String given, int size) {
        String query = given == null ? null : "page_size=" + given;
        assertThat(paging.wanted(Requests.get("/a", query)).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "x", "1.5", "+1", "%D9%A3"})
    void whatIsNoSizeIsRefused(String given) {
        assertThatThrownBy(() -> paging.wanted(Requests.get("/a", "page_size=" + given)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aPageIsReadInPartsUntilItIsFullOrLarge() {
        List<Integer> asked = new ArrayList<>();
        Function<Paging.Wanted, Page<String>> endless = wanted -> {
            asked.add(wanted.size());
            return new Page<>(Collections.nCopies(wanted.size(), "x"), "next");
        };
        paging.answer(Requests.get("/a", "page_size=250"), endless, JsonOut::element);
        assertThat(asked).containsExactly(100, 100, 50);
        asked.clear();
        String large = "x".repeat(30_000);
        paging.answer(Requests.get("/a", "page_size=500"), endless, (out, item) -> out.element(large));
        assertThat(asked).containsExactly(100, 100);
    }
}
