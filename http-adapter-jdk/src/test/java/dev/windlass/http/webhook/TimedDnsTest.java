package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names that are never looked up take neither the caller's time nor other names'. */
@Tag("A4")
@Timeout(30)
class TimedDnsTest {

    private static final List<InetAddress> HERE = List.of(InetAddress.getLoopbackAddress());
    private static final int THREADS = 32;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean gone;

    @AfterEach
    void answer() {
        answered.countDown();
    }

    /** Names that begin with {@code slow} are answered when {@link #answered} says so, whoever interrupts. */
    private List<InetAddress> resolve(String name) throws UnknownHostException {
        asked.incrementAndGet();
        if (gone) {
            throw new UnknownHostException(name);
        }
        while (name.startsWith("slow") && answered.getCount() > 0) {
            try {
                answered.await();
            } catch (InterruptedException e) {
                // A resolver does not care.
            }
        }
        return HERE;
    }

    private TimedDns dns(Duration atMost) {
        return new TimedDns(this::resolve, atMost);
    }

    @Test
    void aThreadThatCannotBeStartedIsNotCounted() throws Exception {
        AtomicInteger shortages = new AtomicInteger(THREADS);
        ThreadFactory scarce = task -> {
            if (shortages.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        };
        try (TimedDns dns = new TimedDns(this::resolve, Duration.ofSeconds(20), scarce)) {
            for (int i = 0; i < THREADS; i++) {
                assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> dns.lookup("a.example"));
            }
            assertThat(dns.lookup("a.example")).isEqualTo(HERE);
        }
    }

    private void takeAllThreads(TimedDns dns) {
        int before = asked.get();
        // One that gives up before its thread has begun leaves the thread to the next.
        for (int i = 0; asked.get() < before + THREADS; i++) {
            assertLate(dns, "slow" + i + ".example");
        }
    }

    private static void assertLate(TimedDns dns, String name) {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> dns.lookup(name))
                .withMessageContaining("in time");
    }

    @Test
    void aResolverThatHangsHoldsUpNobodyForLong() {
        try (TimedDns dns = dns(Duration.ofMillis(5))) {
            takeAllThreads(dns);
            assertLate(dns, "another.example");

            assertThat(asked).as("as many threads as there may be").hasValue(THREADS);
        }
    }

    @Test
    void moreNamesThanThreadsWaitTheirTurn() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2 * THREADS);
        try (TimedDns dns = dns(Duration.ofSeconds(20))) {
            List<Future<List<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i < 2 * THREADS; i++) {
                String name = "slow" + i + ".example";
                answers.add(callers.submit(() -> dns.lookup(name)));
            }
            await().until(() -> asked.get() == THREADS);
            answered.countDown();

            for (Future<List<InetAddress>> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(HERE);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aNameThatWasResolvedBeforeIsServedThoughOthersTakeAllThreads() throws Exception {
        try (TimedDns dns = dns(Duration.ofMillis(50))) {
            assertThat(dns.lookup("healthy.example")).isEqualTo(HERE);
            takeAllThreads(dns);

            assertThat(dns.lookup("healthy.example")).isEqualTo(HERE);
            assertThat(asked).hasValue(1 + THREADS);

            answered.countDown();
            await().untilAsserted(() -> assertThat(dns.lookup("healthy.example"))
                    .isEqualTo(HERE)
                    .satisfies(unused -> assertThat(asked).hasValueGreaterThan(1 + THREADS)));
        }
    }

    @Test
    void aNameThatIsGoneIsForgotten() throws Exception {
        try (TimedDns dns = dns(Duration.ofMillis(50))) {
            assertThat(dns.lookup("moved.example")).isEqualTo(HERE);
            gone = true;
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup("moved.example"));
            gone = false;
            takeAllThreads(dns);

            assertLate(dns, "moved.example");
        }
    }
}
