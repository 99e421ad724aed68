package dev.windlass.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs each sample and checks what it prints. */
@ResourceLock(Resources.SYSTEM_OUT)
class SamplesTest {

    private interface Sample {
        void main(String[] args) throws Exception;
    }

    @Test
    void quickStart() throws Exception {
        assertPrints(QuickStart::main, "COMPLETED \"Hello, Ada!\"");
    }

    @Test
    @Tag("C9")
    @Tag("M7")
    void retryUntilItWorks() throws Exception {
        assertPrints(
                RetryUntilItWorks::main,
                "COMPLETED after 3 attempts: \"sent\"",
                "FAILED after 1 attempts: APPLICATION bad_address");
    }

    @Test
    @Tag("M3")
    @Tag("C6")
    void progressAndCancel() throws Exception {
        assertPrints(ProgressAndCancel::main, "RUNNING at 50 %", "CANCELLED with code cancelled");
    }

    @Test
    @Tag("C7")
    void whoIsNext() throws Exception {
        assertPrints(
                WhoIsNext::main,
                "the one that runs",
                "direct",
                "priority 9",
                "priority 5",
                "priority 1",
                "The direct one is COMPLETED and had no job");
    }

    @Test
    @Tag("C3")
    void nightlyReport() throws Exception {
        assertPrints(
                NightlyReport::main,
                "2026-03-28T02:30+01:00[Europe/Berlin]",
                "2026-03-29T03:00+02:00[Europe/Berlin]",
                "2026-03-30T02:30+02:00[Europe/Berlin]",
                "COMPLETED 2026-03-28T01:30:00Z {\"pages\":3}",
                "COMPLETED 2026-03-29T01:00:00Z {\"pages\":3}",
                "COMPLETED 2026-03-30T00:30:00Z {\"pages\":3}");
    }

    @Test
    void enqueueInTransaction() throws Exception {
        assertPrints(EnqueueInTransaction::main, "Order 1 committed", "Order 2 rolled back", "\"shipped order 1\"");
    }

    @Test
    void springOrders() throws Exception {
        assertPrints(SpringOrders::main, "Order 1 taken", "Order 2 refused", "\"shipped order 1\"", "1 job in all");
    }

    @Test
    @Tag("C12")
    void nextToYourEndpoints() throws Exception {
        assertPrints(NextToYourEndpoints::main, "Hello from before", "{\"doubled\":42}", "status 422");
    }

    @Test
    @Tag("K3")
    void serveOverHttp() throws Exception {
        assertPrints(ServeOverHttp::main, "nobody: 401", "dashboard: 403", "shop: 202");
    }

    private static void assertPrints(Sample sample, String... lines) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            sample.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly(lines);
    }
}
