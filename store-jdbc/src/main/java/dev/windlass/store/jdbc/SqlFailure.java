package dev.windlass.store.jdbc;

import java.sql.SQLException;

/** A statement failed; what its callers see is made of it by {@link Failures}. */
final class SqlFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SqlFailure(String sql, SQLException cause) {
        super(cause.getMessage() + " [" + sql + "]", cause);
    }
}
