package dev.windlass.http.surface;

import dev.windlass.JobScheduler;
import dev.windlass.http.rest.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All routes of the surfaces that are switched on. */
public final class Surfaces {

    private Surfaces() {}

    /** @param feed registered with the scheduler's builder; null when there is to be no {@code /api/events} */
    public static List<Route> routes(JobScheduler scheduler, SurfaceSettings settings, @Nullable EventFeed feed) {
        Host host = new Host(scheduler, settings, Renderers.create());
        List<Route> routes = new ArrayList<>();
        for (Surface surface : Surface.values()) {
            if (settings.enabled().contains(surface)) {
                routes.addAll(routes(surface, host, feed));
            }
        }
        routes.addAll(OpenApiRoutes.routes(settings, feed != null));
        return routes;
    }

    private static List<Route> routes(Surface surface, Host host, @Nullable EventFeed feed) {
        return switch (surface) {
            case CONTRACT -> contract(host, feed);
            case DIRECT -> new DirectRoutes(host).routes();
            case STATUS -> joined(new StatusRoutes(host).routes(), new StatusRunRoutes(host).routes());
            case TASKS -> new TaskRoutes(host).routes();
            case ASYNC -> new AsyncRoutes(host).routes();
        };
    }

    private static List<Route> contract(Host host, @Nullable EventFeed feed) {
        return joined(
                new TemplateRoutes(host).routes(),
                new ScheduleRoutes(host).routes(),
                new JobRoutes(host).routes(),
                new BatchRoutes(host).routes(),
                new RunRoutes(host).routes(),
                new EventRoutes(host, feed).routes(),
                new QueueRoutes(host).routes(),
                new WebhookRoutes(host).routes(),
                new DeliveryRoutes(host).routes());
    }

    @SafeVarargs
    private static List<Route> joined(List<Route>... lists) {
        List<Route> all = new ArrayList<>();
        for (List<Route> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
