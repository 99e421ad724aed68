package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.windlass.JobScheduler;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.Settings;
import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Submitting without holding a thread. */
abstract class AsyncSubmitContract extends LiveRole {

    AsyncSubmitContract(LiveEngineContract contract) {
        super(contract);
    }

    private static CompletableFuture<Job> submitAsync(JobScheduler scheduler, JobRequest.Builder request) {
        return scheduler.jobs().submitAsync(request.build()).toCompletableFuture();
    }

    private static Job stored(CompletableFuture<Job> answer) throws Exception {
        return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    @Tag("C4")
    void theAnswerIsTheStoredJobWhichThenRuns() throws Exception {
        JobScheduler one = start(oneSlot());
        Job job = stored(submitAsync(one, job("echo", "async")));
        assertThat(one.jobs().find(job.id()).orElseThrow().spec()).isEqualTo(job.spec());
        assertThat(ended(one, job.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void manyOfOneThreadAreStoredTogetherAndEachRunsOnce() throws Exception {
        JobScheduler many = start(Settings.builder().slots(4));
        List<CompletableFuture<Job>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(submitAsync(many, job("echo", "job-" + i)));
        }
        Set<UUID> ids = new HashSet<>();
        for (CompletableFuture<Job> answer : answers) {
            ids.add(stored(answer).id());
        }
        assertThat(ids).hasSize(1_000);
        for (UUID id : ids) {
            assertThat(ended(many, id).status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(ran).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void whatFollowsMaySubmitAndWaitItself() throws Exception {
        JobScheduler one = start(oneSlot());
        CompletableFuture<Job> second = submitAsync(one, job("echo", "first"))
                .thenApply(first -> one.jobs().submit(job("echo", "second").build()));
        assertThat(ended(one, stored(second).id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    @Tag("T11")
    void aFullQueueFailsTheAnswer() throws Exception {
        JobScheduler small = start(oneSlot().maxQueued(1));
        small.queues().pause(null);
        stored(submitAsync(small, job("echo", "fits")));
        assertThatThrownBy(() -> stored(submitAsync(small, job("echo", "too many"))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OverloadedException.class);
    }

    @Test
    void aBadRequestFailsTheAnswerAndIsThrownAtNobody() {
        JobScheduler one = start(oneSlot());
        CompletableFuture<Job> answer = submitAsync(one, job("nonesuch", "bad"));
        assertThat(answer).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(InvalidRequestException.class);
    }

    @Test
    void afterTheStopItFailsWhereSomebodyElseWouldHaveToWrite() {
        assumeThat(store.traits().blocking()).isTrue();
        JobScheduler one = start(oneSlot());
        one.stop(Duration.ofSeconds(5));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        submitAsync(one, job("echo", "late")).whenComplete((job, thrown) -> failure.complete(thrown));
        assertThat(failure).succeedsWithin(LONG).isInstanceOf(StoreException.class);
    }
}
