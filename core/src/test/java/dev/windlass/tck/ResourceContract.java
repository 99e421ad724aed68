package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Firing;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.SubmitResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Templates, schedules and webhook endpoints. */
abstract class ResourceContract extends RoleContract {

    ResourceContract(JobStoreContract contract) {
        super(contract);
    }

    private <R extends Resource> R created(R resource) {
        assertThat(given.submit(creation(resource))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        return resource;
    }

    private Schedule schedule(JobTemplate template) {
        return Resources.schedule(
                given.id(), template.id(), true, clock.instant().plusSeconds(60), clock.instant());
    }

    @Test
    @Tag("C2")
    void aResourceIsFoundAsItWasMade() {
        JobTemplate template = created(given.template("daily report"));
        Schedule schedule = created(schedule(template));
        WebhookEndpoint endpoint =
                created(Resources.endpoint(given.id(), Profile.STATE, true, clock.instant(), "done", "failed"));
        assertThat(store.find(JobTemplate.class, template.id())).contains(template);
        assertThat(store.find(Schedule.class, schedule.id())).contains(schedule);
        assertThat(store.find(WebhookEndpoint.class, endpoint.id())).contains(endpoint);
        assertThat(store.find(JobTemplate.class, endpoint.id())).isEmpty();
        assertThat(store.find(Schedule.class, given.id())).isEmpty();
    }

    @Test
    void aRepeatedCreationIsAccepted() {
        JobTemplate template = created(given.template("one"));
        created(template);
        assertThat(store.list(JobTemplate.class, Map.of(), null, 10).items()).containsExactly(template);
    }

    @Test
    @Tag("C2")
    void aTakenNameIsAConflict() {
        created(given.template("one"));
        JobTemplate second = given.template("one");
        assertThat(given.submit(creation(second))).isInstanceOf(SubmitResult.Conflict.class);
        assertThat(store.find(JobTemplate.class, second.id())).isEmpty();
        created(given.template("One"));
    }

    @Test
    @Tag("C3")
    void aScheduleOfATemplateThatDoesNotExistIsAConflict() {
        Schedule schedule = schedule(given.template("never stored"));
        assertThat(given.submit(creation(schedule))).isInstanceOf(SubmitResult.Conflict.class);
        assertThat(store.find(Schedule.class, schedule.id())).isEmpty();
    }

    @Test
    void aResourceIsReplacedByItsNextVersionOnly() {
        JobTemplate first = created(given.template("one"));
        JobTemplate second = Resources.renamed(first, "two");
        JobTemplate fourth = Resources.renamed(Resources.renamed(second, "three"), "four");
        assertThat(store.replace(fourth)).isEqualTo(Changed.STALE);
        assertThat(store.replace(second)).isEqualTo(Changed.DONE);
        assertThat(store.find(JobTemplate.class, first.id())).contains(second);
        assertThat(store.replace(Resources.renamed(first, "other two"))).isEqualTo(Changed.STALE);
        assertThat(store.find(JobTemplate.class, first.id())).contains(second);
        assertThat(store.replace(given.template("new"))).isEqualTo(Changed.NOT_FOUND);
    }

    /** Whoever changes a schedule has read it before, and it may have fired since. */
    @Test
    @Tag("C3")
    void aReplacementDoesNotForgetAFire() {
        Schedule read = created(schedule(created(given.template("one"))));
        Instant first = Objects.requireNonNull(read.nextFireAt());
        Instant second = first.plusSeconds(300);
        store.fire(List.of(new Firing(read.id(), 1, first, second, List.of(fire(read, first)))));
        assertThat(store.replace(Resources.changed(read, true, second))).isEqualTo(Changed.DONE);
        Schedule stored = store.find(Schedule.class, read.id()).orElseThrow();
        assertThat(stored.lastFireAt()).isEqualTo(first);
        assertThat(stored.version()).isEqualTo(2);

        store.fire(List.of(new Firing(read.id(), 2, second, null, List.of(fire(read, second)))));
        assertThat(store.replace(Resources.changed(stored, false, null))).isEqualTo(Changed.DONE);
        assertThat(store.find(Schedule.class, read.id()).orElseThrow().lastFireAt())
                .isEqualTo(second);
    }

    private Firing.Fire fire(Schedule schedule, Instant at) {
        return new Firing.Fire(at, given.job().schedule(schedule.id()).build(), null, null, List.of());
    }

    @Test
    void aReplacementMustNotTakeAnothersName() {
        JobTemplate one = created(given.template("one"));
        created(given.template("two"));
        assertThat(store.replace(Resources.renamed(one, "two"))).isEqualTo(Changed.CONFLICT);
        assertThat(store.find(JobTemplate.class, one.id())).contains(one);
        assertThat(store.replace(Resources.renamed(one, "one"))).isEqualTo(Changed.DONE);
    }

    @Test
    void aFreedNameCanBeUsedAgain() {
        JobTemplate one = created(given.template("one"));
        store.replace(Resources.renamed(one, "two"));
        JobTemplate again = created(given.template("one"));
        assertThat(store.delete(JobTemplate.class, again.id(), null)).isEqualTo(Changed.DONE);
        created(given.template("one"));
    }

    @Test
    void aDeletedResourceIsGone() {
        WebhookEndpoint endpoint = created(Resources.endpoint(given.id(), Profile.CONTRACT, true, clock.instant()));
        assertThat(store.delete(WebhookEndpoint.class, endpoint.id(), null)).isEqualTo(Changed.DONE);
        assertThat(store.find(WebhookEndpoint.class, endpoint.id())).isEmpty();
        assertThat(store.delete(WebhookEndpoint.class, endpoint.id(), null)).isEqualTo(Changed.NOT_FOUND);
    }

    @Test
    void anotherVersionThanTheExpectedOneIsNotDeleted() {
        JobTemplate old = created(given.template("one"));
        JobTemplate now = Resources.renamed(old, "two");
        store.replace(now);
        assertThat(store.delete(JobTemplate.class, now.id(), old.version())).isEqualTo(Changed.STALE);
        assertThat(store.find(JobTemplate.class, now.id())).contains(now);
        assertThat(store.delete(JobTemplate.class, now.id(), now.version())).isEqualTo(Changed.DONE);
    }

    @Test
    void aTemplateInUseStays() {
        JobTemplate template = created(given.template("one"));
        Schedule schedule = created(schedule(template));
        assertThat(store.delete(JobTemplate.class, template.id(), null)).isEqualTo(Changed.IN_USE);
        assertThat(store.find(JobTemplate.class, template.id())).contains(template);
        assertThat(store.delete(Schedule.class, schedule.id(), null)).isEqualTo(Changed.DONE);
        assertThat(store.delete(JobTemplate.class, template.id(), null)).isEqualTo(Changed.DONE);
    }

    @Test
    @Tag("C2")
    void resourcesAreListedNewestFirstPageByPage() {
        List<JobTemplate> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, created(given.template("t" + i)));
        }
        assertThat(Invariants.pages(cursor -> store.list(JobTemplate.class, Map.of(), cursor, 2)))
                .isEqualTo(newestFirst);
        assertThat(store.list(JobTemplate.class, Map.of(), null, 5).next()).isNull();
        assertThat(store.list(Schedule.class, Map.of(), null, 5).items()).isEmpty();
    }

    @Test
    void resourcesAreFilteredByTheirMembers() {
        JobTemplate one = created(given.template("one"));
        JobTemplate two = created(given.template("two"));
        Schedule on = created(schedule(one));
        Schedule off = created(Resources.schedule(given.id(), two.id(), false, null, clock.instant()));
        assertThat(store.list(JobTemplate.class, Map.of("name", "two"), null, 9).items())
                .containsExactly(two);
        assertThat(store.list(JobTemplate.class, Map.of("job_type", "echo"), null, 9)
                        .items())
                .containsExactly(two, one);
        assertThat(store.list(JobTemplate.class, Map.of("job_type", "x"), null, 9)
                        .items())
                .isEmpty();
        Map<String, String> ofOne = Map.of("template_id", one.id().toString());
        assertThat(store.list(Schedule.class, ofOne, null, 9).items()).containsExactly(on);
        assertThat(store.list(Schedule.class, Map.of("enabled", "false"), null, 9)
                        .items())
                .containsExactly(off);
        assertThat(store.list(Schedule.class, Map.of("enabled", "true"), null, 9)
                        .items())
                .containsExactly(on);
    }

    /** Databases refuse NUL in text. */
    @Test
    void textThatNoDatabaseTakesMatchesNothing() {
        created(given.template("one"));
        for (String member : List.of("name", "job_type")) {
            assertThat(store.list(JobTemplate.class, Map.of(member, "one\0"), null, 9)
                            .items())
                    .isEmpty();
        }
    }
}
