package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdArrayTest {

    private static final UUID ID = UUID.fromString("f0000000-0000-7000-8000-00000000000a");

    @ParameterizedTest
    @ValueSource(strings = {"&binaryTransfer=true", "&binaryTransfer=false", "&preferQueryMode=simple"})
    void everyIdArrivesAsItIsOnAnyConnection(String setting) throws Exception {
        try (Connection connection = DriverManager.getConnection(TestPostgres.url() + setting)) {
            assertThat(sent(connection)).isEqualTo("{}");
            assertThat(sent(connection, ID)).isEqualTo("{" + ID + "}");
            assertThat(sent(connection, null, ID, null)).isEqualTo("{NULL," + ID + ",NULL}");
        }
    }

    private static String sent(Connection connection, @Nullable UUID... ids) throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT CAST(CAST(? AS uuid ARRAY) AS varchar)")) {
            statement.setObject(1, new IdArray(ids));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
