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
import java.util.EnumMap;
import java.util.HashMap;
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

    private final SortedBlocks<Schedule> byFire = new SortedBlocks<>(ResourceTable::compareFires);

    /** Only templates have names. */
    private final Map<String, UUID> templatesByName = new HashMap<>();

    /** How many schedules refer to each template. */
    private final Map<UUID, Integer> schedulesOf = new HashMap<>();

    private final EnumMap<Profile, TreeMap<UUID, WebhookEndpoint>> enabled = new EnumMap<>(Profile.class);

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
        UUID named = name == null ? null : templatesByName.get(name);
        if (named != null && !named.equals(resource.id())) {
            return "The name " + name + " is taken";
        }
        if (resource instanceof Schedule schedule && find(JobTemplate.class, schedule.templateId()) == null) {
            return "The schedule's template does not exist";
        }
        return null;
    }

    void put(Resource resource) {
        Resource old = kind(resource.getClass()).put(resource.id(), resource);
        if (old != null) {
            unlist(old);
        }
        list(resource);
    }

    private void list(Resource resource) {
        if (resource instanceof JobTemplate template) {
            templatesByName.put(template.name(), template.id());
        } else if (resource instanceof Schedule schedule) {
            schedulesOf.merge(schedule.templateId(), 1, Integer::sum);
            if (fires(schedule)) {
                byFire.add(schedule);
            }
        } else if (resource instanceof WebhookEndpoint endpoint && endpoint.enabled()) {
            enabled.computeIfAbsent(endpoint.profile(), profile -> new TreeMap<>(Sorting::ids))
                    .put(endpoint.id(), endpoint);
        }
    }

    private void unlist(Resource resource) {
        if (resource instanceof JobTemplate template) {
            templatesByName.remove(template.name());
        } else if (resource instanceof Schedule schedule) {
            schedulesOf.computeIfPresent(schedule.templateId(), (id, count) -> count == 1 ? null : count - 1);
            if (fires(schedule)) {
                byFire.remove(schedule);
            }
        } else if (resource instanceof WebhookEndpoint endpoint && endpoint.enabled()) {
            endpointsOf(endpoint.profile()).remove(endpoint.id());
        }
    }

    private Map<UUID, WebhookEndpoint> endpointsOf(Profile profile) {
        Map<UUID, WebhookEndpoint> endpoints = enabled.get(profile);
        return endpoints == null ? Map.of() : endpoints;
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
        put(
                resource instanceof Schedule next && old instanceof Schedule last
                        ? next.firedAt(last.lastFireAt())
                        : resource);
        return Changed.DONE;
    }

    Changed delete(Class<? extends Resource> kind, UUID id, @Nullable Long expectedVersion) {
        Resource old = find(kind, id);
        if (old == null) {
            return Changed.NOT_FOUND;
        }
        if (expectedVersion != null && expectedVersion != old.version()) {
            return Changed.STALE;
        }
        if (kind == JobTemplate.class && schedulesOf.containsKey(id)) {
            return Changed.IN_USE;
        }
        kind(kind).remove(id);
        unlist(old);
        return Changed.DONE;
    }

    /** @param after only those behind it; null for all */
    List<Schedule> due(Instant now, @Nullable Schedule after, int limit) {
        List<Schedule> due = new ArrayList<>();
        Iterator<Schedule> schedules =
                byFire.ascending(after == null ? null : schedule -> compareFires(schedule, after) > 0);
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
        Collection<WebhookEndpoint> endpoints = endpointsOf(profile).values();
        if (endpoints.isEmpty()) {
            return List.of();
        }
        List<WebhookEndpoint> found = new ArrayList<>();
        for (WebhookEndpoint endpoint : endpoints) {
            if (endpoint.events().isEmpty() || endpoint.events().contains(eventType)) {
                found.add(endpoint);
            }
        }
        return found;
    }

    private static boolean fires(Schedule schedule) {
        return schedule.enabled() && schedule.nextFireAt() != null;
    }

    private static int compareFires(Schedule a, Schedule b) {
        return Sorting.compare(fireAt(a), a.id(), fireAt(b), b.id());
    }

    private static Instant fireAt(Schedule schedule) {
        Instant next = schedule.nextFireAt();
        return next == null ? Instant.MAX : next;
    }
}
