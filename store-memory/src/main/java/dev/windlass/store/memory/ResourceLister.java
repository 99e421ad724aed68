package dev.windlass.store.memory;

import dev.windlass.job.Ids;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One page of resources. There are few enough of them to look at all in one go. */
final class ResourceLister {

    private ResourceLister() {}

    static <R extends Resource> Page<R> list(
            ResourceTable table, Class<R> kind, Map<String, String> filter, @Nullable String cursor, int limit) {
        TreeMap<UUID, Resource> all = table.kind(kind);
        Scan<Resource, R> scan = new Scan<>(
                Cursor.parse(cursor),
                limit,
                resource -> matches(resource, filter),
                resource -> new Cursor(0, Instant.EPOCH, resource.id()),
                kind::cast);
        while (!scan.isDone()) {
            Cursor visited = scan.visited();
            NavigableMap<UUID, Resource> rest = visited == null ? all : all.headMap(visited.id(), false);
            scan.step(rest.descendingMap().values().iterator());
        }
        return scan.page();
    }

    private static boolean matches(Resource resource, Map<String, String> filter) {
        for (Map.Entry<String, String> wanted : filter.entrySet()) {
            if (!has(resource, wanted.getKey(), wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Resource resource, String member, String value) {
        if (resource instanceof JobTemplate template) {
            return switch (member) {
                case "name" -> template.name().equals(value);
                case "job_type" -> template.jobType().equals(value);
                default -> throw unknown(member);
            };
        }
        if (resource instanceof Schedule schedule) {
            return switch (member) {
                case "template_id" -> Ids.parse(value).equals(Optional.of(schedule.templateId()));
                case "enabled" -> String.valueOf(schedule.enabled()).equals(value);
                default -> throw unknown(member);
            };
        }
        throw unknown(member);
    }

    private static IllegalArgumentException unknown(String member) {
        return new IllegalArgumentException("No filter by " + member);
    }
}
