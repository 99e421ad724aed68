package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema up to date, one numbered SQL file after another; each notes itself in {@code windlass_schema}. Two processes that
 * start at once take turns: on PostgreSQL by an advisory lock that lasts as long as the transaction, on H2 there is only one.
 */
final class SchemaMigrator {

    /** In their order; a released file is never edited. */
    static final List<String> FILES = List.of(
            "V001__schema.sql", "V002__ended_jobs_and_lanes.sql", "V003__open_lanes.sql", "V004__outbox_holds.sql");

    /** Not by the standard's view over these, which takes PostgreSQL some milliseconds to plan. */
    private static final String EXISTS_POSTGRESQL =
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = CURRENT_SCHEMA AND c.relname = :table";

    private static final String EXISTS_H2 = "SELECT 1 FROM information_schema.tables WHERE lower(table_name) = :table"
            + " AND table_schema = CURRENT_SCHEMA";

    /** The functions would take a list of rights for "any of these". */
    private static final String MISSING_RIGHTS = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = CURRENT_SCHEMA AND left(c.relname, length(:prefix)) = :prefix
                AND CASE c.relkind
                    WHEN 'r' THEN NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                        AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
                    WHEN 'S' THEN NOT has_sequence_privilege(c.oid, 'USAGE') ELSE false END
            ORDER BY c.relname LIMIT 5""";

    private final Database database;

    SchemaMigrator(Database database) {
        this.database = database;
    }

    static int latest() {
        return FILES.size();
    }

    /** Makes or updates the tables. @throws StoreException when they are newer than this code */
    void migrate() {
        database.write(handle -> {
            if (installedVersion(handle) == latest()) {
                proveWritable(handle);
                return latest();
            }
            return Unhurried.run(handle, this::update);
        });
    }

    private int update(Handle handle) {
        lock(handle);
        int current = installedVersion(handle);
        checkNotNewer(current);
        for (String file : FILES.subList(current, FILES.size())) {
            apply(handle, file);
        }
        return latest();
    }

    /** Checks tables that somebody else makes. @throws StoreException when they are not those of this code */
    void check() {
        int current = database.write(handle -> {
            int installed = installedVersion(handle);
            if (installed > 0) {
                proveWritable(handle);
            }
            return installed;
        });
        checkNotNewer(current);
        if (current < latest()) {
            throw refusal("The schema is at version " + current + ", but this Windlass needs version " + latest()
                    + ": run the SQL files after number " + current + ", or let Windlass migrate");
        }
    }

    private int installedVersion(Handle handle) {
        String table = database.prefix() + "schema";
        boolean exists = handle.createQuery(database.dialect().isShared() ? EXISTS_POSTGRESQL : EXISTS_H2)
                .bind("table", table.toLowerCase(Locale.ROOT))
                .finds();
        return exists ? version(handle) : 0;
    }

    /** Fails now rather than at the first job when the user may only read. */
    private void proveWritable(Handle handle) {
        boolean asksRights = database.dialect().isShared();
        // Where a look at the rights is enough no row is written, so that no start waits for a flush to disk.
        handle.execute("UPDATE windlass_schema SET applied_at = applied_at WHERE version = " + (asksRights ? 0 : 1));
        List<String> missing = asksRights ? missingRights(handle) : List.of();
        if (!missing.isEmpty()) {
            throw refusal(
                    "The database user lacks rights: grant it SELECT, INSERT, UPDATE and DELETE on the tables, and USAGE"
                            + " on the sequences; it lacks them on " + String.join(", ", missing));
        }
    }

    private List<String> missingRights(Handle handle) {
        return handle.createQuery(MISSING_RIGHTS)
                .bind("prefix", database.prefix().toLowerCase(Locale.ROOT))
                .mapTo(String.class)
                .list();
    }

    private static int version(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(version), 0) FROM windlass_schema")
                .mapTo(Integer.class)
                .one();
    }

    private static void checkNotNewer(int current) {
        if (current > latest()) {
            throw refusal(
                    "The schema is at version " + current + ", newer than this Windlass, which knows up to version "
                            + latest() + ": start a newer Windlass, or point this one at another schema");
        }
    }

    private void lock(Handle handle) {
        if (database.dialect().isShared()) {
            handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext(:name))) AS locked")
                    .bind("name", "windlass schema " + database.prefix())
                    .mapTo(Integer.class)
                    .one();
        }
    }

    private void apply(Handle handle, String file) {
        for (String statement : statements(database.dialect(), file)) {
            handle.execute(statement);
        }
    }

    static List<String> statements(Dialect dialect, String file) {
        String name = dialect.folder() + "/" + file;
        try (@Nullable InputStream in = SchemaMigrator.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The SQL file " + name + " is missing from the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Arrays.stream(text.split(";\\s*\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreException refusal(String message) {
        return new StoreException(message, new IllegalStateException(message), false);
    }
}
