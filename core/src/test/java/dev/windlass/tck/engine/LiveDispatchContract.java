package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs next, and where. */
abstract class LiveDispatchContract extends LiveRole {

    LiveDispatchContract(LiveEngineContract contract) {
        super(contract);
    }

    @Test
    @Tag("C7")
    void withOneSlotTheOrderIsRunningDirectThenTheQueueByPriority() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        submit(one, job("gated", "running"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        List<UUID> jobs = new ArrayList<>();
        for (int priority : new int[] {1, 5, 9}) {
            jobs.add(submit(one, job("echo", "p" + priority).priority(priority)));
        }
        JobRun direct = one.runs().runDirect("echo", Json.of("direct"), null);
        gate.release();
        for (UUID id : jobs) {
            assertThat(ended(one, id).status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(ran).containsExactly("\"running\"", "\"direct\"", "\"p9\"", "\"p5\"", "\"p1\"");
        assertThat(one.runs().find(direct.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aHigherRankedJobOvertakesWhatWasClaimedInAdvance() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        List<UUID> warmUp = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            warmUp.add(submit(one, job("echo", "warm")));
        }
        for (UUID id : warmUp) {
            ended(one, id);
        }
        one.queues().pause(null);
        List<JobRequest> crowd = new ArrayList<>(
                Collections.nCopies(300, job("echo", "low").priority(1).build()));
        one.jobs().submitAll(crowd);
        UUID holder = submit(one, job("gated", "holder").priority(9));
        ran.clear();
        one.queues().resume(null);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        UUID urgent = submit(one, job("echo", "urgent").priority(8));
        gate.release();
        ended(one, holder);
        assertThat(ended(one, urgent).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(new ArrayList<>(ran).subList(0, 2)).containsExactly("\"holder\"", "\"urgent\"");
    }

    @Test
    void thousandsOfJobsEachRunOnceOnSeveralSlots() throws InterruptedException {
        JobScheduler many = start(Settings.builder().slots(4));
        List<JobRequest> batch = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            batch.add(job("echo", "job-" + i).build());
        }
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            many.jobs().submitAll(batch).forEach(job -> ids.add(job.id()));
        }
        for (UUID id : ids) {
            assertThat(ended(many, id).status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(ran).hasSize(5_000);
        assertThat(many.queues().stats().ready()).isZero();
        assertThat(many.queues().stats().running()).isZero();
    }

    @Test
    void aQueueWithSlotsOfItsOwnNeverTakesMore() throws InterruptedException {
        JobScheduler many = start(Settings.builder().slots(3).queueSlots(Map.of("narrow", 1)));
        UUID first = submit(many, job("gated", "first").queue("narrow"));
        UUID second = submit(many, job("gated", "second").queue("narrow"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        UUID elsewhere = submit(many, job("echo", "elsewhere"));
        assertThat(ended(many, elsewhere).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ran).containsExactly("\"first\"", "\"elsewhere\"");
        gate.release(2);
        assertThat(ended(many, first).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended(many, second).status()).isEqualTo(JobStatus.COMPLETED);
    }
}
