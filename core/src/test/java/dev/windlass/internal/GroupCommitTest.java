package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {

    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final BlockingQueue<List<String>> written = new LinkedBlockingQueue<>();
    private final Semaphore mayWrite = new Semaphore(0);
    private GroupCommit<String, String> commits = commit(0, 100);

    @AfterEach
    void close() throws InterruptedException {
        commits.close();
        mayWrite.release(1_000);
        commits.join(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void whatComesWhileABatchIsWrittenGoesTogetherAndInOrder() throws Exception {
        add("a");
        assertThat(written.take()).containsExactly("a");
        add("b", "c", "d");
        mayWrite.release();
        assertThat(written.take()).containsExactly("b", "c", "d");
    }

    @Test
    void clientsInALoopGoTogetherAgain() throws Exception {
        commits = commit(LONG, 100);
        writeThreeAtOnce();
        add("e", "f");
        assertThat(written.poll(50, TimeUnit.MILLISECONDS)).isNull();
        add("g");
        assertThat(written.take()).containsExactly("e", "f", "g");
    }

    @Test
    void whoeverDoesNotComeBackIsWaitedForNoLongerThanALinger() throws Exception {
        commits = commit(TimeUnit.MILLISECONDS.toNanos(1), 100);
        writeThreeAtOnce();
        add("e");
        assertThat(written.take()).containsExactly("e");
    }

    @Test
    void aCloseEndsTheLingering() throws Exception {
        commits = commit(LONG, 100);
        writeThreeAtOnce();
        add("e");
        commits.close();
        assertThat(written.take()).containsExactly("e");
    }

    @Test
    void whoeverFindsItFullIsLetInOnceABatchIsTaken() throws Exception {
        commits = commit(0, 2);
        add("a");
        assertThat(written.take()).containsExactly("a");
        add("b", "c");
        CountDownLatch let = new CountDownLatch(1);
        Thread late = new Thread(() -> {
            add("d");
            let.countDown();
        });
        late.start();
        assertThat(let.await(50, TimeUnit.MILLISECONDS)).isFalse();
        mayWrite.release();
        assertThat(written.take()).containsExactly("b", "c");
        assertThat(let.await(10, TimeUnit.SECONDS)).isTrue();
        late.join();
    }

    @Test
    void whoeverMayNotWaitIsToldThatItIsFull() throws Exception {
        commits = commit(0, 2);
        add("a");
        assertThat(written.take()).containsExactly("a");
        assertThat(commits.offer("b", new Ignored())).isTrue();
        assertThat(commits.offer("c", new Ignored())).isTrue();
        assertThat(commits.offer("d", new Ignored())).isFalse();
        mayWrite.release();
        assertThat(written.take()).containsExactly("b", "c");
        assertThat(commits.offer("e", new Ignored())).isTrue();
    }

    /** The second batch, behind a first of one. */
    private void writeThreeAtOnce() throws InterruptedException {
        add("a");
        assertThat(written.take()).containsExactly("a");
        add("b", "c", "d");
        mayWrite.release();
        assertThat(written.take()).containsExactly("b", "c", "d");
        mayWrite.release();
    }

    private void add(String... items) {
        for (String item : items) {
            commits.add(item, new Ignored());
        }
    }

    private GroupCommit<String, String> commit(long lingerNanos, int rows) {
        return new GroupCommit<>(
                "test",
                this::write,
                item -> 1,
                new GroupCommit.Bounds(100, rows, 1_000),
                false,
                lingerNanos,
                new Backpause(Duration.ZERO, new Random(1), new StopSignal()));
    }

    private List<String> write(List<String> items) {
        written.add(List.copyOf(items));
        mayWrite.acquireUninterruptibly();
        return items;
    }

    private static final class Ignored implements GroupCommit.Completion<String> {
        @Override
        public void done(String result) {}

        @Override
        public void failed(StoreException failure) {}
    }
}
