package dev.windlass.http.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a raw path, segment by segment: no prefixes, no normalizing. A fixed segment beats a parameter. Paths with empty
 * segments, dot segments or an encoded slash name nothing, so that two parties can never read one path differently.
 */
public final class Router {

    /** What became of a look-up. */
    public sealed interface Match {

        record Found(Route route, Map<String, String> pathParams) implements Match {}

        /** @param allow the methods that the path has, HEAD and OPTIONS included */
        record OtherMethods(Set<String> allow) implements Match {}

        record Unknown() implements Match {}
    }

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();
        final Map<String, Route> routes = new HashMap<>();

        @Nullable
        Node parameter;
    }

    private final Node root = new Node();
    private final List<Route> routes;

    /** @throws IllegalArgumentException when two routes are for the same method and path */
    public Router(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.pattern())) {
            if (isParameter(segment)) {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            } else {
                node = node.fixed.computeIfAbsent(segment, s -> new Node());
            }
        }
        if (node.routes.putIfAbsent(route.method(), route) != null) {
            throw new IllegalArgumentException("Two routes for " + route.method() + " " + route.pattern());
        }
    }

    /** All routes, in the order they were given. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * @param method as it was sent
     * @param rawPath as it was sent, without the query
     * @throws ProblemException 400 when the path is not percent-encoded UTF-8
     */
    public Match match(String method, String rawPath) {
        List<String> segments = decoded(rawPath);
        Node node = segments == null ? null : find(root, segments, 0);
        if (segments == null || node == null) {
            return new Match.Unknown();
        }
        Route route = node.routes.get(method.equals("HEAD") ? "GET" : method);
        return route == null ? new Match.OtherMethods(allowed(node)) : new Match.Found(route, params(route, segments));
    }

    private static @Nullable List<String> decoded(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return null;
        }
        List<String> decoded = new ArrayList<>();
        for (String raw : segments(rawPath)) {
            String segment = Percent.decode(raw);
            if (segment == null) {
                throw Problem.of(ProblemCode.MALFORMED_REQUEST, "The path is not percent-encoded UTF-8")
                        .exception();
            }
            if (!isPlain(segment)) {
                return null;
            }
            decoded.add(segment);
        }
        return decoded;
    }

    private static boolean isPlain(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.indexOf('/') < 0
                && segment.indexOf('\\') < 0
                && segment.chars().noneMatch(Character::isISOControl);
    }

    private static @Nullable Node find(Node node, List<String> segments, int depth) {
        if (depth == segments.size()) {
            return node.routes.isEmpty() ? null : node;
        }
        Node fixed = node.fixed.get(segments.get(depth));
        Node found = fixed == null ? null : find(fixed, segments, depth + 1);
        if (found == null && node.parameter != null) {
            found = find(node.parameter, segments, depth + 1);
        }
        return found;
    }

    private static Set<String> allowed(Node node) {
        Set<String> allow = new TreeSet<>(node.routes.keySet());
        if (allow.contains("GET")) {
            allow.add("HEAD");
        }
        allow.add("OPTIONS");
        return allow;
    }

    private static Map<String, String> params(Route route, List<String> segments) {
        if (route.pattern().indexOf('{') < 0) {
            return Map.of();
        }
        Map<String, String> params = new HashMap<>();
        List<String> names = segments(route.pattern());
        for (int i = 0; i < names.size(); i++) {
            if (isParameter(names.get(i))) {
                params.put(names.get(i).substring(1, names.get(i).length() - 1), segments.get(i));
            }
        }
        return params;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
