package dev.windlass.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void valuesAreDecodedAndKeptInOrder() {
        Query query = Query.parse("status=QUEUED&status=RUNNING&tag=a%26b+c&empty=&bare&&e=%E2%82%AC");
        assertThat(query.all("status")).containsExactly("QUEUED", "RUNNING");
        assertThat(query.one("tag")).isEqualTo("a&b c");
        assertThat(query.one("empty")).isEmpty();
        assertThat(query.one("bare")).isEmpty();
        assertThat(query.one("e")).isEqualTo("€");
        assertThat(query.one("none")).isNull();
        assertThat(query.names()).containsExactly("status", "tag", "empty", "bare", "e");
    }

    @Test
    void oneMustBeOne() {
        assertThatThrownBy(() -> Query.parse("a=1&a=2").one("a"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INVALID_PARAMETER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "%=a", "a=%ff", "%c0%80=1", "a=é"})
    void whatIsNotUtf8IsMalformed(String raw) {
        assertThatThrownBy(() -> Query.parse(raw)).isInstanceOf(ProblemException.class);
    }

    @Test
    void thereAreNotTooMany() {
        assertThatThrownBy(() -> Query.parse("a&".repeat(101))).isInstanceOf(ProblemException.class);
    }
}
