package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be over soon is tried again; what the data are to blame for is not. States: PostgreSQL's appendix A, H2's ErrorCode. */
class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "58030", "25006", "90031"
            })
    void areTriedAgain(String state) {
        assertThat(Failures.isTransient(new SQLException("away", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42501", "42P01", "28P01"})
    void areNotTriedAgain(String state) {
        assertThat(Failures.isTransient(new SQLException("refused", state))).isFalse();
    }
}
