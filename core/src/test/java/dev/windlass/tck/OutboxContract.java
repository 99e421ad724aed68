package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events are written with the transition that they belong to, for everybody whom they interest, or not at all. */
abstract class OutboxContract extends RoleContract {

    private Events events;

    @SuppressWarnings("NullAway.Init") // made before each test
    OutboxContract(JobStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void makeEvents() {
        events = new Events(given);
    }

    private WebhookEndpoint endpoint(Profile profile, boolean enabled, String... types) {
        WebhookEndpoint endpoint = Resources.endpoint(given.id(), profile, enabled, clock.instant(), types);
        given.submit(creation(endpoint));
        return endpoint;
    }

    private List<Delivery> deliveries() {
        return store.listDeliveries(new DeliveryQuery(null, null, null, null, 100))
                .items();
    }

    private void submit(JobSpec job, EventDraft... drafts) {
        Submission submission = new Submission(List.of(job), null, null, null, List.of(drafts));
        assertThat(given.submit(submission)).isEqualTo(SubmitResult.Accepted.INSTANCE);
    }

    @Test
    @Tag("C10")
    void aSubscriberGetsADeliveryWithTheTransition() {
        WebhookEndpoint endpoint = endpoint(Profile.CONTRACT, true);
        JobSpec job = given.job().build();
        EventDraft event = events.toSubscribers("job.queued", job.id());
        submit(job, event);
        assertThat(deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.eventId()).isEqualTo(event.id());
            assertThat(delivery.eventType()).isEqualTo("job.queued");
            assertThat(delivery.jobId()).isEqualTo(job.id());
            assertThat(delivery.runId()).isNull();
            assertThat(delivery.sequence()).isEqualTo(event.sequence());
            assertThat(delivery.profile()).isEqualTo(Profile.CONTRACT);
            assertThat(delivery.lane()).isEqualTo("wh:" + endpoint.id());
            assertThat(delivery.endpointId()).isEqualTo(endpoint.id());
            assertThat(delivery.url()).isEqualTo(endpoint.url());
            assertThat(delivery.status()).isEqualTo(Delivery.Status.PENDING);
            assertThat(delivery.attempts()).isZero();
            assertThat(delivery.nextAttemptAt()).isNotNull().isBeforeOrEqualTo(clock.instant());
            assertThat(delivery.settledAt()).isNull();
            assertThat(store.findDelivery(delivery.id())).contains(delivery);
            assertThat(store.attempts(delivery.id())).isEmpty();
        });
    }

    @Test
    void onlyEnabledEndpointsOfTheProfileWithTheTypeInTheirFilterAreTold() {
        WebhookEndpoint all = endpoint(Profile.CONTRACT, true);
        WebhookEndpoint filtered = endpoint(Profile.CONTRACT, true, "job.run.failed", "job.run.completed");
        endpoint(Profile.CONTRACT, true, "job.run.completed");
        endpoint(Profile.CONTRACT, false);
        endpoint(Profile.STATE, true);
        JobSpec job = given.job().build();
        submit(job, events.toSubscribers("job.run.failed", job.id()));
        assertThat(deliveries()).extracting(Delivery::endpointId).containsExactlyInAnyOrder(all.id(), filtered.id());
        assertThat(events.rendered).hasValue(1);
    }

    @Test
    void endpointsAreTakenAsTheyAreAtTheTimeOfTheEvent() {
        WebhookEndpoint endpoint = endpoint(Profile.CONTRACT, true);
        store.replace(Resources.moved(endpoint, endpoint.url(), false));
        JobSpec first = given.job().build();
        submit(first, events.toSubscribers("job.queued", first.id()));
        assertThat(deliveries()).isEmpty();
        store.replace(Resources.moved(Resources.moved(endpoint, "x", false), "https://example.com/new", true));
        JobSpec second = given.job().build();
        submit(second, events.toSubscribers("job.queued", second.id()));
        assertThat(deliveries()).extracting(Delivery::jobId).containsExactly(second.id());
        store.delete(WebhookEndpoint.class, endpoint.id(), null);
        JobSpec third = given.job().build();
        submit(third, events.toSubscribers("job.queued", third.id()));
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void whenNobodyIsInterestedTheBodyIsNeverAskedFor() {
        endpoint(Profile.STATE, true);
        JobSpec job = given.job().build();
        submit(job, events.toSubscribers("job.queued", job.id()), events.toEndpoint(given.id()));
        assertThat(events.rendered).hasValue(0);
        assertThat(deliveries()).isEmpty();
        assertThat(store.upcoming().delivery()).isNull();
    }

    @Test
    @Tag("T5")
    void aJobsOwnUrlIsToldInTheLaneOfItsOrigin() {
        JobSpec job = given.job().build();
        submit(
                job,
                events.toUrl("https://a.example.com/one", job.id()),
                events.toUrl("https://A.example.com:443/two?x=1", job.id()),
                events.toUrl("https://a.example.com:8443/three", job.id()),
                events.toUrl("http://a.example.com/four", job.id()));
        List<Delivery> newestFirst = deliveries();
        assertThat(newestFirst).extracting(Delivery::url).first().isEqualTo("http://a.example.com/four");
        assertThat(newestFirst)
                .allSatisfy(delivery -> assertThat(delivery.endpointId()).isNull());
        List<String> lanes = newestFirst.stream().map(Delivery::lane).toList();
        assertThat(lanes.get(3)).isEqualTo(lanes.get(2));
        assertThat(lanes.subList(0, 3)).doesNotHaveDuplicates();
    }

    @Test
    void oneEndpointIsToldWhateverItsFilterAndEvenWhenDisabled() {
        WebhookEndpoint endpoint = endpoint(Profile.STATE, false, "done");
        given.submit(new Submission(List.of(), null, null, null, List.of(events.toEndpoint(endpoint.id()))));
        assertThat(deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.endpointId()).isEqualTo(endpoint.id());
            assertThat(delivery.jobId()).isNull();
            assertThat(delivery.profile()).isEqualTo(Profile.STATE);
        });
    }

    @Test
    void everyKindOfTransitionBringsItsEvents() {
        endpoint(Profile.CONTRACT, true);
        NodeInfo node = given.node();
        given.queued(given.job(), given.job().dueIn(seconds(60)));
        ClaimedRun claim = given.claimOne(node);
        UUID job = claim.job().id();
        given.applied(
                steps.start(claim, events.toSubscribers("started", job)),
                steps.report(claim, 5, events.toSubscribers("reported", job)),
                steps.requestCancel(job, events.toSubscribers("asked", job)),
                steps.complete(claim, node, events.toSubscribers("ended", job)));
        JobSpec waiting = given.queued();
        given.applied(steps.cancel(given.job(waiting.id()), events.toSubscribers("cancelled", waiting.id())));
        assertThat(deliveries())
                .extracting(Delivery::eventType)
                .containsExactly("cancelled", "ended", "asked", "reported", "started");
    }

    @Test
    void aRefusedTransitionBringsNoEvents() {
        endpoint(Profile.CONTRACT, true);
        NodeInfo node = given.node();
        given.queued();
        ClaimedRun stale = given.claimOne(node);
        given.applied(Steps.release(stale));
        UUID job = stale.job().id();
        given.refused(steps.start(stale, events.toSubscribers("started", job)));
        given.refused(steps.complete(stale, node, events.toSubscribers("ended", job)));
        given.refused(steps.requestCancel(job, events.toSubscribers("asked", job)));
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void aRefusedSubmissionBringsNoEvents() {
        endpoint(Profile.CONTRACT, true);
        JobSpec job = given.job().build();
        Submission submission =
                new Submission(List.of(job), null, null, null, List.of(events.toSubscribers("job.queued", job.id())));
        assertThat(store.submit(List.of(submission), 0)).containsExactly(SubmitResult.QueueFull.INSTANCE);
        assertThat(deliveries()).isEmpty();
    }

    @Test
    @Tag("C10")
    void repeatedCallsBringTheirEventsOnce() {
        endpoint(Profile.CONTRACT, true);
        NodeInfo node = given.node();
        JobSpec job = given.job().build();
        EventDraft queued = events.toSubscribers("queued", job.id());
        submit(job, queued);
        submit(job, queued);
        ClaimedRun claim = given.claimOne(node);
        var start = steps.start(claim, events.toSubscribers("started", job.id()));
        var report = steps.report(claim, 50, events.toSubscribers("reported", job.id()));
        var finish = steps.complete(claim, node, events.toSubscribers("ended", job.id()));
        given.applied(start, report);
        given.applied(start, report);
        given.applied(finish);
        given.applied(finish);
        assertThat(deliveries())
                .extracting(Delivery::eventType)
                .containsExactly("ended", "reported", "started", "queued");
    }

    @Test
    void theBodyIsKeptAsItWasRendered() {
        WebhookEndpoint endpoint = endpoint(Profile.CONTRACT, true);
        JobSpec job = given.job().build();
        EventDraft event = events.toSubscribers("job.queued", job.id());
        submit(job, event);
        List<DueDelivery> due = store.claimDeliveries(Map.of(), 4, 10, Duration.ofSeconds(30), clock.instant());
        assertThat(due).singleElement().satisfies(one -> {
            assertThat(one.body()).isEqualTo(Events.body(event.id()));
            assertThat(one.endpoint()).isEqualTo(endpoint);
            assertThat(one.delivery().eventId()).isEqualTo(event.id());
        });
    }

    @Test
    @Tag("C7")
    void aDirectRunsEventsNameTheRun() {
        endpoint(Profile.CONTRACT, true);
        NodeInfo node = given.node();
        var direct = steps.direct(given.id(), node);
        EventDraft event =
                events.event("job.run.queued", null, direct.id(), new Audience.Subscribers(Profile.CONTRACT));
        given.submit(new Submission(List.of(), direct, null, null, List.of(event)));
        assertThat(deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.runId()).isEqualTo(direct.id());
            assertThat(delivery.jobId()).isNull();
        });
    }
}
