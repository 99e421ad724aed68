package dev.windlass.store.jdbc;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.ResourceStore.Changed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes templates, schedules and endpoints, {@code windlass_resource}: the columns that are searched, and the whole as JSON. */
final class ResourceTable {

    private static final String MOVE_POSTGRESQL =
            "UPDATE windlass_resource r SET next_fire_at = i.in_fire, body = i.in_body FROM %s WHERE r.id = i.in_id";

    private static final String MOVE_H2 = "MERGE INTO windlass_resource r USING (SELECT * FROM %s) i ON r.id = i.in_id"
            + " WHEN MATCHED THEN UPDATE SET next_fire_at = i.in_fire, body = i.in_body";

    private final Dialect dialect;
    private final ResourceReads reads;

    ResourceTable(Dialect dialect, ResourceReads reads) {
        this.dialect = dialect;
        this.reads = reads;
    }

    Optional<String> conflict(Handle handle, Resource resource) {
        if (resource instanceof Schedule schedule && !holdTemplate(handle, schedule.templateId())) {
            return Optional.of("There is no template " + schedule.templateId());
        }
        return nameTaken(handle, resource) ? Optional.of("The name is taken") : Optional.empty();
    }

    /** Keeps the template from being deleted until the transaction ends. */
    private static boolean holdTemplate(Handle handle, UUID id) {
        return handle.createQuery("SELECT 1 FROM windlass_resource WHERE id = :id AND kind = 0 FOR UPDATE")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static boolean nameTaken(Handle handle, Resource resource) {
        return resource.uniqueName() != null
                && handle.createQuery("SELECT count(*) FROM windlass_resource"
                                        + " WHERE kind = :kind AND name = :name AND id <> :id")
                                .bind("kind", kind(resource.getClass()))
                                .bind("name", Text.cleanOrNull(resource.uniqueName()))
                                .bind("id", resource.id())
                                .mapTo(Integer.class)
                                .one()
                        > 0;
    }

    void insert(Handle handle, Resource resource) {
        bind(
                        handle.createUpdate(
                                "INSERT INTO windlass_resource (id, kind, version, name, job_type, template_id,"
                                        + " enabled, next_fire_at, url, body) VALUES (:id, :kind, :version, :name, :type,"
                                        + " CAST(:template AS uuid), :enabled, :fire, :url, :body)"),
                        resource)
                .execute();
    }

    boolean exists(Handle handle, UUID id) {
        return handle.createQuery("SELECT 1 FROM windlass_resource WHERE id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    Changed replace(Handle handle, Resource resource) {
        Optional<Long> stored = lockVersion(handle, resource.getClass(), resource.id());
        if (stored.isEmpty()) {
            return Changed.NOT_FOUND;
        }
        if (stored.get() == resource.version() && isSame(handle, resource)) {
            return Changed.DONE;
        }
        if (stored.get() != resource.version() - 1) {
            return Changed.STALE;
        }
        if (conflict(handle, resource).isPresent()) {
            return Changed.CONFLICT;
        }
        update(handle, resource instanceof Schedule schedule ? withLastFire(handle, schedule) : resource);
        return Changed.DONE;
    }

    /** A fire may have come after whoever replaces it read it. */
    private Schedule withLastFire(Handle handle, Schedule schedule) {
        List<Schedule> stored = reads.findAll(handle, Schedule.class, List.of(schedule.id()));
        return stored.isEmpty() ? schedule : schedule.firedAt(stored.get(0).lastFireAt());
    }

    /** A call whose reply was lost. */
    private boolean isSame(Handle handle, Resource resource) {
        return reads.find(handle, resource.getClass(), resource.id())
                .filter(resource::equals)
                .isPresent();
    }

    void update(Handle handle, Resource resource) {
        bind(
                        handle.createUpdate(
                                "UPDATE windlass_resource SET version = :version, name = :name, job_type = :type,"
                                        + " template_id = CAST(:template AS uuid), enabled = :enabled, next_fire_at = :fire, url = :url,"
                                        + " body = :body WHERE id = :id"),
                        resource)
                .execute();
    }

    private static Optional<Long> lockVersion(Handle handle, Class<? extends Resource> kind, UUID id) {
        return handle.createQuery("SELECT version FROM windlass_resource WHERE id = :id AND kind = :kind FOR UPDATE")
                .bind("id", id)
                .bind("kind", kind(kind))
                .mapTo(Long.class)
                .findOne();
    }

    Changed delete(Handle handle, Class<? extends Resource> kind, UUID id, @Nullable Long expectedVersion) {
        Optional<Long> stored = lockVersion(handle, kind, id);
        if (stored.isEmpty()) {
            return Changed.NOT_FOUND;
        }
        if (expectedVersion != null && !expectedVersion.equals(stored.get())) {
            return Changed.STALE;
        }
        boolean used = kind == JobTemplate.class
                && handle.createQuery("SELECT count(*) FROM windlass_resource WHERE template_id = :id AND kind = 1")
                                .bind("id", id)
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (used) {
            return Changed.IN_USE;
        }
        handle.createUpdate("DELETE FROM windlass_resource WHERE id = :id")
                .bind("id", id)
                .execute();
        return Changed.DONE;
    }

    /** Those that are there and can be read. Locked in the order of their ids, so that two nodes that fire the same ones do not deadlock. */
    Map<UUID, Schedule> lockSchedules(Handle handle, List<UUID> ids) {
        return reads.lockSchedules(handle, ids).stream().collect(Collectors.toMap(Schedule::id, Function.identity()));
    }

    /** Writes the next instants of enabled schedules that are locked. */
    void move(Handle handle, List<Schedule> schedules) {
        Rows rows = new Rows("in_id uuid", "in_fire bigint", "in_body varchar");
        for (Schedule schedule : schedules) {
            rows.add(schedule.id(), Micros.ofNullable(schedule.nextFireAt()), JsonText.ofResource(schedule));
        }
        String sql = dialect == Dialect.POSTGRESQL ? MOVE_POSTGRESQL : MOVE_H2;
        rows.bind(handle.createUpdate(sql.formatted(rows.source()))).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Resource resource) {
        JobTemplate template = resource instanceof JobTemplate one ? one : null;
        Schedule schedule = resource instanceof Schedule one ? one : null;
        WebhookEndpoint endpoint = resource instanceof WebhookEndpoint one ? one : null;
        Boolean enabled =
                schedule != null ? Boolean.valueOf(schedule.enabled()) : endpoint == null ? null : endpoint.enabled();
        return statement
                .bind("id", resource.id())
                .bind("kind", kind(resource.getClass()))
                .bind("version", resource.version())
                .bind("name", Text.cleanOrNull(resource.uniqueName()))
                .bind("type", template == null ? null : template.jobType())
                .bind(
                        "template",
                        schedule == null ? null : schedule.templateId().toString())
                .bind("enabled", enabled)
                .bind("fire", schedule == null || !schedule.enabled() ? null : Micros.ofNullable(schedule.nextFireAt()))
                .bind("url", endpoint == null ? null : Text.clean(endpoint.url()))
                .bind("body", JsonText.ofResource(resource));
    }

    static int kind(Class<? extends Resource> type) {
        if (type == JobTemplate.class) {
            return 0;
        }
        return type == Schedule.class ? 1 : 2;
    }
}
