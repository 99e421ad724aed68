package dev.windlass.store.jdbc;

import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.WebhookEndpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads templates, schedules and endpoints. What cannot be read here is left out of lists and scans, see {@link Unreadable}. */
final class ResourceReads {

    private static final Map<String, String> FILTERS = Map.of(
            "name", "name = :name",
            "job_type", "job_type = :job_type",
            "template_id", "template_id = CAST(:template_id AS uuid)",
            "enabled", "enabled = CAST(:enabled AS boolean)");

    /**
     * Over the bare column PostgreSQL, with plans from when there were few resources, walks along all of this kind and finds these few late.
     */
    private static final String BY_ID = "id = ANY(:ids) AND kind + 0 = ";

    /** A row that is not made sense of yet. */
    private record Row(UUID id, long version, long fireAt, String body) {

        private static final String COLUMNS = "SELECT id, version, next_fire_at, body FROM ";

        private static final String SELECT = COLUMNS + "windlass_resource";

        /** Looked up first, or PostgreSQL walks along all schedules in their order and finds these few late. */
        private static final String SELECT_OF_TEMPLATE =
                COLUMNS + "(SELECT * FROM windlass_resource WHERE template_id = CAST(:template_id AS uuid) OFFSET 0) t";

        /** Sorts before every due schedule. */
        private static final Row FIRST = new Row(new UUID(0, 0), 0, Long.MIN_VALUE, "");

        private static Row of(Schedule schedule) {
            Instant fireAt = schedule.nextFireAt();
            return new Row(schedule.id(), schedule.version(), fireAt == null ? Long.MAX_VALUE : Micros.of(fireAt), "");
        }

        private static Row read(ResultSet rows) throws SQLException {
            return new Row(Get.id(rows, 1), rows.getLong(2), rows.getLong(3), rows.getString(4));
        }
    }

    private final Unreadable unreadable;

    ResourceReads(Unreadable unreadable) {
        this.unreadable = unreadable;
    }

    <R extends Resource> Optional<R> find(Handle handle, Class<R> kind, UUID id) {
        return handle.createQuery("SELECT body FROM windlass_resource WHERE id = :id AND kind = :kind")
                .bind("id", id)
                .bind("kind", ResourceTable.kind(kind))
                .map(rows -> JsonText.resource(rows.getString(1), kind))
                .findOne();
    }

    <R extends Resource> List<R> findAll(Handle handle, Class<R> kind, Collection<UUID> ids) {
        List<Row> rows = handle.createQuery(Row.SELECT + " WHERE " + BY_ID + ":kind")
                .bindArray("ids", UUID.class, ids)
                .bind("kind", ResourceTable.kind(kind))
                .map(result -> Row.read(result))
                .list();
        return readable(rows, kind);
    }

    <R extends Resource> Page<R> list(
            Handle handle, Class<R> kind, Map<String, String> filter, @Nullable String cursor, int limit) {
        StringBuilder sql = new StringBuilder(filter.containsKey("template_id") ? Row.SELECT_OF_TEMPLATE : Row.SELECT)
                .append(" WHERE kind = :kind");
        filter.keySet().forEach(name -> sql.append(" AND ").append(condition(name)));
        sql.append(cursor == null ? "" : " AND id < :before").append(" ORDER BY kind DESC, id DESC LIMIT :limit");
        Query query = handle.createQuery(sql.toString());
        filter.forEach((name, value) -> query.bind(name, name.equals("template_id") ? uuid(value) : Text.clean(value)));
        if (cursor != null) {
            query.bind("before", Cursor.id(cursor));
        }
        List<Row> found = query.bind("kind", ResourceTable.kind(kind))
                .bind("limit", limit + 1)
                .map(rows -> Row.read(rows))
                .list();
        Page<Row> page = Cursor.page(found, limit, last -> last.id.toString());
        return new Page<>(readable(page.items(), kind), page.next());
    }

    private <R extends Resource> List<R> readable(List<Row> rows, Class<R> kind) {
        return rows.stream()
                .flatMap(row -> unreadable.read(row.id, row.version, row.body, kind).stream())
                .toList();
    }

    private static String uuid(String id) {
        return Ids.parse(id)
                .map(UUID::toString)
                .orElseThrow(() -> new InvalidRequestException("/template_id", "is not an id"));
    }

    private static String condition(String name) {
        String condition = FILTERS.get(name);
        if (condition == null) {
            throw new IllegalArgumentException("Unknown filter " + name);
        }
        return condition;
    }

    /** There may be 1 000, and a few more when several were made at the same moment. */
    List<WebhookEndpoint> enabledEndpoints(Handle handle) {
        List<Row> rows = handle.createQuery(Row.SELECT + " WHERE kind = 2 AND enabled ORDER BY id LIMIT 1100")
                .map(result -> Row.read(result))
                .list();
        return readable(rows, WebhookEndpoint.class);
    }

    /** Ordered by what no index is ordered by, so that ids are looked up first. */
    List<Schedule> lockSchedules(Handle handle, List<UUID> ids) {
        List<Row> rows = handle.createQuery(
                        Row.SELECT + " WHERE " + BY_ID + "1 ORDER BY CAST(id AS varchar) FOR UPDATE")
                .bindArray("ids", UUID.class, ids)
                .map(Row::read)
                .list();
        return readable(rows, Schedule.class);
    }

    List<Schedule> dueSchedules(Handle handle, Instant now, @Nullable Schedule after, int limit) {
        List<Schedule> due = new ArrayList<>();
        List<Row> rows;
        Row last = after == null ? Row.FIRST : Row.of(after);
        do {
            rows = dueRows(handle, Micros.of(now), last, limit);
            due.addAll(readable(rows, Schedule.class));
            last = rows.isEmpty() ? last : rows.get(rows.size() - 1);
        } while (rows.size() == limit && due.size() < limit);
        return due.subList(0, Math.min(limit, due.size()));
    }

    private static List<Row> dueRows(Handle handle, long at, Row after, int limit) {
        return handle.createQuery(Row.SELECT + " WHERE next_fire_at <= :at AND enabled"
                        + " AND next_fire_at >= :after_time AND (next_fire_at, id) > (:after_time, :after_id)"
                        + " ORDER BY next_fire_at, id LIMIT :limit")
                .bind("at", at)
                .bind("after_time", after.fireAt)
                .bind("after_id", after.id)
                .bind("limit", limit)
                .map(rows -> Row.read(rows))
                .list();
    }
}
