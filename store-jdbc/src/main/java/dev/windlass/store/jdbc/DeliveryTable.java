package dev.windlass.store.jdbc;

import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Deliveries as others see them: {@code windlass_delivery} and its tries. */
final class DeliveryTable {

    /** What {@link #read} reads, in its order, with {@code o} the outbox and {@code e} the endpoint. */
    static final String COLUMNS =
            "d.id, d.event_id, d.event_type, d.job_id, d.run_id, d.sequence, d.profile, d.lane, d.endpoint_id,"
                    + " d.url, e.url AS endpoint_url, d.status, d.attempts, o.retry_at, d.created_at, d.settled_at";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM windlass_delivery d"
            + " LEFT JOIN windlass_outbox o ON o.delivery_id = d.id LEFT JOIN windlass_resource e ON e.id = d.endpoint_id";

    private static final Profile[] PROFILES = Profile.values();
    private static final Delivery.Status[] STATUSES = Delivery.Status.values();

    private DeliveryTable() {}

    static Rows rows() {
        return new Rows(
                "id uuid",
                "event_id uuid",
                "event_type varchar",
                "event_at bigint",
                "job_id uuid",
                "run_id uuid",
                "order_key uuid",
                "sequence bigint",
                "profile integer",
                "lane varchar",
                "endpoint_id uuid",
                "url varchar",
                "owned boolean",
                "status integer",
                "attempts integer",
                "created_at bigint");
    }

    static Rows outboxRows() {
        return new Rows(
                "delivery_id uuid",
                "order_key uuid",
                "sequence bigint",
                "next_at bigint",
                "retry_at bigint",
                "hold bigint",
                "lane varchar");
    }

    static Delivery read(ResultSet rows, int first) throws SQLException {
        String endpointUrl = rows.getString(first + 10);
        return new Delivery(
                Get.id(rows, first),
                Get.id(rows, first + 1),
                rows.getString(first + 2),
                Get.idOrNull(rows, first + 3),
                Get.idOrNull(rows, first + 4),
                rows.getLong(first + 5),
                PROFILES[rows.getInt(first + 6)],
                rows.getString(first + 7),
                Get.idOrNull(rows, first + 8),
                endpointUrl == null ? rows.getString(first + 9) : endpointUrl,
                Get.code(rows, first + 11, STATUSES, Delivery.Status.GIVEN_UP),
                rows.getInt(first + 12),
                Get.instantOrNull(rows, first + 13),
                Get.instant(rows, first + 14),
                Get.instantOrNull(rows, first + 15));
    }

    static Optional<Delivery> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " WHERE d.id = :id")
                .bind("id", id)
                .map((rows, context) -> read(rows, 1))
                .findOne();
    }

    static Page<Delivery> list(Handle handle, DeliveryQuery query) {
        Query statement = handle.createQuery(SELECT + " WHERE true"
                + (query.jobId() == null ? "" : " AND d.job_id = :job")
                + (query.endpointId() == null ? "" : " AND d.endpoint_id = :endpoint")
                + (query.status() == null ? "" : " AND d.status = :status")
                + (query.cursor() == null ? "" : " AND d.id < :before")
                + " ORDER BY d.id DESC LIMIT :limit");
        if (query.cursor() != null) {
            statement.bind("before", Cursor.id(query.cursor()));
        }
        List<Delivery> found = statement
                .bind("job", query.jobId())
                .bind("endpoint", query.endpointId())
                .bind("status", query.status() == null ? null : query.status().ordinal())
                .bind("limit", query.limit() + 1)
                .map((rows, context) -> read(rows, 1))
                .list();
        return Cursor.page(found, query.limit(), last -> last.id().toString());
    }

    static List<DeliveryAttempt> attempts(Handle handle, UUID id) {
        return handle.createQuery("SELECT number, started_at, duration, status_code, error, response"
                        + " FROM windlass_delivery_attempt WHERE delivery_id = :id ORDER BY nth")
                .bind("id", id)
                .map((rows, context) -> new DeliveryAttempt(
                        rows.getInt(1),
                        Get.instant(rows, 2),
                        Duration.ofNanos(rows.getLong(3) * 1_000),
                        Get.intOrNull(rows, 4),
                        rows.getString(5),
                        rows.getString(6)))
                .list();
    }
}
