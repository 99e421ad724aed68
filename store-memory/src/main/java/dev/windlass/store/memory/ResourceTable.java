package dev.windlass.store.memory;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ResourceStore.Changed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates, schedules and webhook endpoints. */
final class ResourceTable {

    private final Map<Class<? extends Resource>, TreeMap<UUID, Resource>> kinds = Map.of(
            JobTemplate.class, new TreeMap<>(Sorting::ids),
            Schedule.class, new TreeMap<>(Sorting::ids),
            WebhookEndpoint.class, new TreeMap<>(Sorting::ids));

    private final SortedBlocks<Schedule> byFire =
            new SortedBlocks<>((a, b) -> Sorting.compare(fireAt(a), a.id(), fireAt(b), b.id()));

    TreeMap<UUID, Resource> kind(Class<? extends Resource> kind) {
        TreeMap<UUID, Resource> all = kinds.get(kind);
        if (all == null) {
            throw new IllegalArgumentException("No such kind of resource: " + kind.getName());
        }
        return all;
    }

    @Nullable
    Resource find(Class<? extends Resource> kind, UUID id) {
        return kind(kind).get(id);
    }

    /** Why it cannot be stored; null when it can. */
    @Nullable
    String conflict(Resource resource) {
        String name = resource.uniqueName();
        if (name != null) {
            for (Resource other : kind(resource.getClass()).values()) {
                if (name.equals(other.uniqueName()) && !other.id().equals(resource.id())) {
                    return "The name " + name + " is taken";
                }
            }
        }
        if (resource instanceof Schedule schedule && find(JobTemplate.class, schedule.templateId()) == null) {
            return "The schedule's template does not exist";
        }
        return null;
    }

    void put(Resource resource) {
        Resource old = kind(resource.getClass()).put(resource.id(), resource);
        if (old instanceof Schedule schedule && fires(schedule)) {
            byFire.remove(schedule);
        }
        if (resource instanceof Schedule schedule && fires(schedule)) {
            byFire.add(schedule);
        }
    }

    Changed replace(Resource resource) {
        Resource old = find(resource.getClass(), resource.id());
        if (old == null) {
            return Changed.NOT_FOUND;
        }
        if (old.equals(resource)) {
            return Changed.DONE;
        }
        if (old.version() != resource.version() - 1) {
            return Changed.STALE;
        }
        if (conflict(resource) != null) {
            return Changed.CONFLICT;
        }
        put(resource);
        return Changed.DONE;
    }

    Changed delete(Class<? extends Resource> kind, UUID id) {
        if (kind == JobTemplate.class && isReferredTo(id)) {
            return Changed.IN_USE;
        }
        Resource old = kind(kind).remove(id);
        if (old instanceof Schedule schedule && fires(schedule)) {
            byFire.remove(schedule);
        }
        return old == null ? Changed.NOT_FOUND : Changed.DONE;
    }

    private boolean isReferredTo(UUID templateId) {
        for (Resource resource : kind(Schedule.class).values()) {
            if (resource instanceof Schedule schedule && schedule.templateId().equals(templateId)) {
                return true;
            }
        }
        return false;
    }

    List<Schedule> due(Instant now, int limit) {
        List<Schedule> due = new ArrayList<>();
        Iterator<Schedule> schedules = byFire.ascending(null);
        while (schedules.hasNext() && due.size() < limit) {
            Schedule schedule = schedules.next();
            if (fireAt(schedule).isAfter(now)) {
                break;
            }
            due.add(schedule);
        }
        return due;
    }

    /** When the next schedule fires; null when none does. */
    @Nullable
    Instant nextFire() {
        return byFire.isEmpty() ? null : fireAt(byFire.first());
    }

    boolean hasNoEndpoint() {
        return kind(WebhookEndpoint.class).isEmpty();
    }

    /** The endpoints that an event of this type and profile goes to. */
    Collection<WebhookEndpoint> subscribers(Profile profile, String eventType) {
        TreeMap<UUID, Resource> endpoints = kind(WebhookEndpoint.class);
        if (endpoints.isEmpty()) {
            return List.of();
        }
        List<WebhookEndpoint> found = new ArrayList<>();
        for (Resource resource : endpoints.values()) {
            if (resource instanceof WebhookEndpoint endpoint
                    && endpoint.enabled()
                    && endpoint.profile() == profile
                    && (endpoint.events().isEmpty() || endpoint.events().contains(eventType))) {
                found.add(endpoint);
            }
        }
        return found;
    }

    private static boolean fires(Schedule schedule) {
        return schedule.enabled() && schedule.nextFireAt() != null;
    }

    private static Instant fireAt(Schedule schedule) {
        Instant next = schedule.nextFireAt();
        return next == null ? Instant.MAX : next;
    }
}
