package dev.windlass.store.jdbc;

import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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

    /** Whether it was delivered: written down by its last try alone, or, when nobody owns it, with itself. */
    static final String IS_DELIVERED = "(d.status = 1 OR d.status = 0 AND NOT EXISTS"
            + " (SELECT 1 FROM windlass_outbox p WHERE p.delivery_id = d.id))";

    private static final String SELECT =
            "SELECT " + COLUMNS + ", " + ofLastTry("number") + ", " + ofLastTry("settled_at")
                    + " FROM windlass_delivery d LEFT JOIN windlass_outbox o ON o.delivery_id = d.id"
                    + " LEFT JOIN windlass_resource e ON e.id = d.endpoint_id";

    /** What follows {@link #COLUMNS}. */
    private static final int LAST_TRY = 17;

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
                "lane varchar",
                "orphan boolean");
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

    /** Null unless the last try settled it. */
    private static String ofLastTry(String column) {
        return "CASE WHEN d.status = 0 AND o.delivery_id IS NULL THEN (SELECT a." + column
                + " FROM windlass_delivery_attempt a WHERE a.delivery_id = d.id ORDER BY a.nth DESC LIMIT 1) END";
    }

    private static Delivery readAny(ResultSet rows) throws SQLException {
        Delivery stored = read(rows, 1);
        Instant settledAt = Get.instantOrNull(rows, LAST_TRY + 1);
        return settledAt == null ? stored : delivered(stored, rows.getInt(LAST_TRY), settledAt);
    }

    private static Delivery delivered(Delivery stored, int attempts, Instant settledAt) {
        return new Delivery(
                stored.id(),
                stored.eventId(),
                stored.eventType(),
                stored.jobId(),
                stored.runId(),
                stored.sequence(),
                stored.profile(),
                stored.lane(),
                stored.endpointId(),
                stored.url(),
                Delivery.Status.DELIVERED,
                attempts,
                null,
                stored.createdAt(),
                settledAt);
    }

    static Optional<Delivery> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " WHERE d.id = :id")
                .bind("id", id)
                .map((rows, context) -> readAny(rows))
                .findOne();
    }

    static Page<Delivery> list(Handle handle, DeliveryQuery query) {
        Query statement = handle.createQuery(SELECT + " WHERE true"
                + (query.jobId() == null ? "" : " AND d.job_id = :job")
                + (query.endpointId() == null ? "" : " AND d.endpoint_id = :endpoint")
                + (query.status() == null ? "" : " AND " + has(query.status()))
                + (query.cursor() == null ? "" : " AND d.id < :before")
                + " ORDER BY d.id DESC LIMIT :limit");
        if (query.cursor() != null) {
            statement.bind("before", Cursor.id(query.cursor()));
        }
        List<Delivery> found = statement
                .bind("job", query.jobId())
                .bind("endpoint", query.endpointId())
                .bind("limit", query.limit() + 1)
                .map((rows, context) -> readAny(rows))
                .list();
        return Cursor.page(found, query.limit(), last -> last.id().toString());
    }

    private static String has(Delivery.Status status) {
        return switch (status) {
            case PENDING -> "o.delivery_id IS NOT NULL";
            case DELIVERED -> IS_DELIVERED;
            case GIVEN_UP -> "d.status = 2";
        };
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
