package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedSqlTest {

    @Test
    void eachUseOfANameIsAParameter() {
        NamedSql sql = NamedSql.parse("SELECT :a, x.b FROM t WHERE c = :c_1 AND (d = :a)");
        assertThat(sql.text()).isEqualTo("SELECT ?, x.b FROM t WHERE c = ? AND (d = ?)");
        assertThat(sql.names()).isEqualTo(List.of("a", "c_1", "a"));
    }

    @Test
    void quotedTextAndCastsAndLoneColonsAreLeftAlone() {
        String text = "SELECT 'it''s :not', a::text, ':', b[1:2], : FROM t";
        assertThat(NamedSql.parse(text)).isEqualTo(new NamedSql(text, List.of()));
    }

    @Test
    void aNameMayEndTheText() {
        assertThat(NamedSql.parse("DELETE FROM t WHERE id = ANY(:ids) AND n < :n")
                        .names())
                .isEqualTo(List.of("ids", "n"));
    }
}
