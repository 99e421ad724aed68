package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/** What people look up, by JDBI, which gets ready when somebody first does. On the connection that the thread has taken. */
final class LookUps {

    private final Jdbi jdbi;

    /** @param renderer see {@link Database#render} */
    LookUps(Handles handles, UnaryOperator<String> renderer) {
        // JDBI remembers what a parsing engine made of a text.
        TemplateEngine engine = (TemplateEngine.Parsing) (sql, config) -> {
            String rendered = renderer.apply(sql);
            return Optional.of(context -> rendered);
        };
        jdbi = Jdbi.create(new Taken(handles))
                .configure(
                        SqlStatements.class,
                        statements -> statements.setTemplateEngine(engine).setUnusedBindingAllowed(true))
                // In a host's pool the thread is within a transaction of its own.
                .configure(org.jdbi.v3.core.Handles.class, own -> own.setForceEndTransactions(false))
                .registerArrayType(UUID.class, "uuid")
                .setSqlLogger(new SqlLogger() {
                    @Override
                    public void logAfterExecution(StatementContext context) {
                        handles.told(context.getRenderedSql());
                    }
                });
    }

    /** A connection that whoever took it gives back. */
    private record Taken(Handles handles) implements ConnectionFactory {

        @Override
        public Connection openConnection() {
            return handles.connection();
        }

        @Override
        public void closeConnection(Connection taken) {
            // It is still in use.
        }
    }

    <T> T run(HandleCallback<T, Exception> work) throws Exception {
        return jdbi.withHandle(work);
    }
}
