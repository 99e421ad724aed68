package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One key leads to one thing. */
abstract class IdempotencyContract extends RoleContract {

    IdempotencyContract(JobStoreContract contract) {
        super(contract);
    }

    private IdempotencyRecord key(String scope, String key, String reply) {
        return new IdempotencyRecord(
                scope,
                key,
                bytes("print of " + reply),
                bytes(reply),
                clock.instant().plusSeconds(60));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Submission submission(JobSpec job, IdempotencyRecord key) {
        return new Submission(List.of(job), null, null, key, List.of());
    }

    private static void assertReply(StoredReply reply, String expected) {
        assertThat(reply.reply()).isEqualTo(bytes(expected));
        assertThat(reply.fingerprint()).isEqualTo(bytes("print of " + expected));
    }

    private void assertReplayed(SubmitResult result, String expected) {
        assertThat(result).isInstanceOfSatisfying(SubmitResult.Replayed.class, replayed -> {
            assertReply(replayed.reply(), expected);
        });
    }

    @Test
    @Tag("T7")
    void theSecondUseOfAKeyStoresNothingAndLeadsToTheFirst() {
        JobSpec first = given.job().build();
        JobSpec second = given.job().build();
        assertThat(given.submit(submission(first, key("anna", "k", "one")))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertReplayed(given.submit(submission(second, key("anna", "k", "two"))), "one");
        assertThat(store.findJob(second.id())).isEmpty();
        assertThat(given.claimedIds(given.node(), 10)).containsExactly(first.id());
    }

    @Test
    @Tag("T7")
    void theReplyIsFoundByItsKey() {
        assertThat(store.findReply("anna", "k")).isEmpty();
        given.submit(submission(given.job().build(), key("anna", "k", "one")));
        assertThat(store.findReply("anna", "k")).hasValueSatisfying(reply -> assertReply(reply, "one"));
        assertThat(store.findReply("berta", "k")).isEmpty();
        assertThat(store.findReply("anna", "K")).isEmpty();
    }

    @Test
    void keysOfDifferentScopesNeverMeet() {
        given.submit(submission(given.job().build(), key("a:b", "c", "one")));
        assertThat(given.submit(submission(given.job().build(), key("a", "b:c", "two"))))
                .isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(given.claim(given.node(), 10)).hasSize(2);
    }

    @Test
    void aRepeatedCallWithItsOwnKeyIsAcceptedNotReplayed() {
        Submission submission = submission(given.job().build(), key("anna", "k", "one"));
        given.submit(submission);
        assertThat(given.submit(submission)).isEqualTo(SubmitResult.Accepted.INSTANCE);
    }

    @Test
    void twoSubmissionsOfOneBatchWithTheSameKeyMakeOneJob() {
        List<SubmitResult> results = store.submit(
                List.of(
                        submission(given.job().build(), key("anna", "k", "one")),
                        submission(given.job().build(), key("anna", "k", "two"))),
                Fixtures.UNBOUNDED);
        assertThat(results.get(0)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertReplayed(results.get(1), "one");
        assertThat(given.claim(given.node(), 10)).hasSize(1);
    }

    @Test
    void anExpiredKeyCanBeUsedAgain() {
        given.submit(submission(given.job().build(), key("anna", "k", "one")));
        pass(seconds(61));
        assertThat(store.findReply("anna", "k")).isEmpty();
        assertThat(given.submit(submission(given.job().build(), key("anna", "k", "two"))))
                .isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(store.findReply("anna", "k")).hasValueSatisfying(reply -> assertReply(reply, "two"));
        assertThat(given.claim(given.node(), 10)).hasSize(2);
    }

    @Test
    void aRefusedSubmissionDoesNotUseUpItsKey() {
        given.queued();
        Submission submission = submission(given.job().build(), key("anna", "k", "one"));
        assertThat(store.submit(List.of(submission), 1)).containsExactly(SubmitResult.QueueFull.INSTANCE);
        assertThat(store.findReply("anna", "k")).isEmpty();
        assertThat(store.submit(List.of(submission), 2)).containsExactly(SubmitResult.Accepted.INSTANCE);
    }

    @Test
    void aFullQueueStillReplays() {
        given.submit(submission(given.job().build(), key("anna", "k", "one")));
        SubmitResult result = store.submit(List.of(submission(given.job().build(), key("anna", "k", "two"))), 1)
                .get(0);
        assertReplayed(result, "one");
    }

    @Test
    @Tag("C7")
    void aKeyGuardsADirectRun() {
        NodeInfo node = given.node();
        JobRun first = steps.direct(given.id(), node);
        JobRun second = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), first, null, key("anna", "k", "one"), List.of()));
        assertReplayed(
                given.submit(new Submission(List.of(), second, null, key("anna", "k", "two"), List.of())), "one");
        assertThat(store.findRun(second.id())).isEmpty();
    }

    @Test
    void aKeyGuardsAResource() {
        JobTemplate first = given.template("one");
        JobTemplate second = given.template("two");
        given.submit(new Submission(List.of(), null, first, key("anna", "k", "one"), List.of()));
        assertReplayed(
                given.submit(new Submission(List.of(), null, second, key("anna", "k", "two"), List.of())), "one");
        assertThat(store.find(JobTemplate.class, second.id())).isEmpty();
    }
}
