package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(OutageTest.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Outage outage = new Outage(OutageTest.class, "duty", nanos::get);

    @BeforeEach
    void read() {
        log.setAdditive(false);
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        log.setAdditive(true);
    }

    @Test
    void anOutageIsToldWhenItBeginsEachMinuteAndWhenItIsOver() {
        outage.over();
        for (int second = 0; second < 150; second++) {
            outage.failed("refused");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        outage.over();
        outage.over();

        assertThat(said())
                .containsExactly(
                        "WARN duty: refused; trying again",
                        "WARN duty: refused; trying again for 60 s now",
                        "WARN duty: refused; trying again for 120 s now",
                        "INFO duty: goes on after 150 s");
    }

    @Test
    void theNextOutageIsToldAtOnce() {
        outage.failed("refused");
        outage.over();
        outage.failed("refused again");

        assertThat(said()).hasSize(3).last().isEqualTo("WARN duty: refused again; trying again");
    }

    private List<String> said() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }
}
