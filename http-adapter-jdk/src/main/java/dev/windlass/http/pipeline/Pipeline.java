package dev.windlass.http.pipeline;

import dev.windlass.http.guard.Authenticator;
import dev.windlass.http.guard.RateLimit;
import dev.windlass.http.guard.TrustedProxies;
import dev.windlass.http.guard.WebPageGuard;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.AnswerHeaders;
import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rest.Query;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Router;
import dev.windlass.http.rest.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From the head of a request to its route, and from what the route says to the answer. Everything that a route declares is checked here,
 * and everything that is thrown becomes a problem here. Thread-safe.
 */
public final class Pipeline {

    /** Answered even while draining, and never limited. */
    private static final Set<String> HEALTH = Set.of("/healthz", "/readyz");

    private static final AnswerHeaders ALWAYS =
            AnswerHeaders.copyOf(Map.of("Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff"));

    private static final int MAX_INSTANCE = 300;

    private final Router router;
    private final Authenticator authenticator;
    private final WebPageGuard webPages;
    private final @Nullable RateLimit rateLimit;
    private final TrustedProxies proxies;
    private final BooleanSupplier draining;
    private final RequestObserver observer;
    private final boolean mayBeOpen;
    private final int maxBody;
    private final RequestIds requestIds = new RequestIds(ThreadLocalRandom::current);

    public Pipeline(Router router, PipelineSettings settings, BooleanSupplier draining, RequestObserver observer) {
        this.router = router;
        this.authenticator = new Authenticator(settings.tokens(), System::nanoTime);
        this.webPages = new WebPageGuard(settings.publicUrls());
        this.rateLimit =
                settings.rateLimit() == null ? null : new RateLimit("default", "requests", settings.rateLimit());
        this.proxies = settings.trustedProxies();
        this.mayBeOpen = !settings.tokens().isEmpty() || settings.hostAuthenticates();
        this.maxBody = settings.maxBodyBytes();
        this.draining = draining;
        this.observer = observer;
    }

    /** Decides by its head alone whether a request gets to its route. Never throws. */
    public Admission admit(RequestHead peers) {
        RequestHead head = peers.from(proxies.client(peers.remoteAddress(), peers.headers()));
        long started = System.nanoTime();
        String requestId = requestIds.of(head.headers());
        try {
            return admit(head, requestId, started);
        } catch (RuntimeException e) {
            Answer answer = problem(e, path(head.target()), requestId);
            observer.answered(head.method(), null, answer.status(), System.nanoTime() - started);
            return new Admission.Refused(answer);
        }
    }

    private Admission admit(RequestHead head, String requestId, long started) {
        Framing.check(head);
        Target target = Target.parse(head.target());
        refuseWhenDraining(target.path());
        String host = target.authority() == null ? head.headers().first("Host") : target.authority();
        webPages.check(head.headers(), host, head.loopbackBind());
        Router.Match match = router.match(head.method(), target.path());
        if (!(match instanceof Router.Match.Found found)) {
            return new Admission.Refused(elsewhere(head.method(), match).withDefaults(always(requestId)));
        }
        return admit(head, found, target, requestId, started);
    }

    private Admission admit(RequestHead head, Router.Match.Found found, Target target, String requestId, long started) {
        Route route = found.route();
        Principal principal = principal(head, route.openLocally() && head.fromLoopback() ? Scope.OPEN : route.scope());
        String bucket = rateLimit == null || HEALTH.contains(target.path())
                ? null
                : RateLimit.bucket(principal, head.remoteAddress());
        Map<String, String> counted = rateLimit == null || bucket == null ? Map.of() : rateLimit.count(bucket);
        try {
            Query query = query(route, target);
            MediaTypes.checkAccept(route, head.headers());
            return new Admission.Admitted(
                    head,
                    route,
                    target.path(),
                    found.pathParams(),
                    query,
                    principal,
                    requestId,
                    RequestIds.traceparent(head.headers()),
                    bodyLength(route, head),
                    always(requestId).withAll(counted),
                    bucket,
                    started);
        } catch (ProblemException e) {
            throw e.problem().headers(counted).exception();
        }
    }

    private Principal principal(RequestHead head, Scope scope) {
        if (mayBeOpen || head.loopbackBind()) {
            return authenticator.authenticate(head.headers(), scope, head.remoteAddress());
        }
        if (scope != Scope.OPEN) {
            throw Problem.of(ProblemCode.UNAUTHORIZED, "This server has no tokens, so it serves loopback only")
                    .header("WWW-Authenticate", "Bearer realm=\"windlass\"")
                    .exception();
        }
        return Principal.ANONYMOUS;
    }

    private void refuseWhenDraining(String path) {
        if (draining.getAsBoolean() && !HEALTH.contains(path)) {
            throw Problem.of(ProblemCode.DRAINING, "The server is stopping")
                    .retryAfter(Duration.ofSeconds(5))
                    .header("Connection", "close")
                    .exception();
        }
    }

    private static Answer elsewhere(String method, Router.Match match) {
        if (!(match instanceof Router.Match.OtherMethods other)) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path")
                    .exception();
        }
        String allow = String.join(", ", other.allow());
        if (method.equals("OPTIONS")) {
            return Answer.empty(204).with("Allow", allow);
        }
        throw Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "This path has " + allow)
                .header("Allow", allow)
                .exception();
    }

    private static Query query(Route route, Target target) {
        Query query = Query.parse(target.query());
        Set<String> known = route.query();
        for (String name : query.names()) {
            if (known != null && !known.contains(name)) {
                throw Problem.of(
                                ProblemCode.UNKNOWN_PARAMETER,
                                "This operation has no query parameter of this name: " + name)
                        .exception();
            }
        }
        return query;
    }

    private int bodyLength(Route route, RequestHead head) {
        long length = Framing.length(head.headers());
        if (length > maxBody) {
            throw Problem.of(ProblemCode.BODY_TOO_LARGE, "The body is larger than " + maxBody + " bytes")
                    .header("Connection", "close")
                    .exception();
        }
        if (length > 0 && route.bodyKind() == Route.BodyKind.NONE) {
            throw Problem.of(ProblemCode.UNEXPECTED_BODY, "This operation takes no body")
                    .exception();
        }
        if (length > 0
                || (route.bodyKind() == Route.BodyKind.JSON && head.headers().has("Content-Type"))) {
            MediaTypes.checkContent(route, head.headers());
        }
        if (length == 0 && route.bodyKind() == Route.BodyKind.JSON) {
            throw Problem.of(ProblemCode.MALFORMED_JSON, "The body is empty").exception();
        }
        return (int) length;
    }

    /** Lets the route answer. Never throws, and neither does the stage of a later answer. @param body all of it */
    public ApiResponse handle(Admission.Admitted admitted, byte[] body) {
        ApiResponse response;
        try {
            response = admitted.route().handler().handle(request(admitted, body));
        } catch (Throwable e) {
            return finished(admitted, problem(e, admitted.path(), admitted.requestId()));
        }
        if (response instanceof ApiResponse.Later later) {
            return new ApiResponse.Later(
                    later.answer()
                            .handle((answer, error) -> finished(
                                    admitted,
                                    error == null ? answer : problem(error, admitted.path(), admitted.requestId()))),
                    later.hurry());
        }
        return finished(admitted, (Answer) response);
    }

    private static ApiRequest request(Admission.Admitted admitted, byte[] body) {
        String method = admitted.head().method();
        HeaderFields headers = admitted.head().headers();
        return new ApiRequest(
                method.equals("HEAD") ? "GET" : method,
                admitted.path(),
                admitted.pathParams(),
                admitted.query(),
                // No other method has ranges, HEAD neither (RFC 9110 section 14.2).
                method.equals("GET") ? headers : headers.without("Range"),
                body,
                admitted.principal(),
                admitted.requestId(),
                admitted.traceparent(),
                admitted.head().remoteAddress());
    }

    private Answer finished(Admission.Admitted admitted, Answer answer) {
        AnswerHeaders headers = AnswerHeaders.copyOf(admitted.headers());
        if (answer.status() == 304 && rateLimit != null && admitted.bucket() != null) {
            headers = headers.withAll(rateLimit.refund(admitted.bucket()));
        }
        observer.answered(
                admitted.head().method(),
                admitted.route().pattern(),
                answer.status(),
                System.nanoTime() - admitted.startedNanos());
        Answer complete = answer.withDefaults(headers);
        return draining.getAsBoolean() ? complete.with("Connection", "close") : complete;
    }

    private static Answer problem(Throwable thrown, String path, String requestId) {
        return Problems.of(thrown, requestId).answer(path, requestId).withDefaults(always(requestId));
    }

    private static AnswerHeaders always(String requestId) {
        return ALWAYS.with("X-Request-Id", requestId);
    }

    /** For {@code instance}; as it was sent, however broken. */
    private static String path(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return path.length() > MAX_INSTANCE ? path.substring(0, MAX_INSTANCE) : path;
    }
}
