package dev.windlass.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.windlass.arch.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = Architecture.mainClasses();

    @Test
    void packagesHaveNoCycles() {
        assertThat(CLASSES).isNotEmpty();
        Architecture.freeOfPackageCycles().check(CLASSES);
    }

    @Test
    void theTimeIsHandedIn() {
        Architecture.timeIsHandedIn(
                        "dev.windlass.examples.webhook.WebhookReceiver", "dev.windlass.examples.ServeOverHttp")
                .check(CLASSES);
    }
}
