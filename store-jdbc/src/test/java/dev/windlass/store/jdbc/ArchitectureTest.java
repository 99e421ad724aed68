package dev.windlass.store.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.windlass.arch.Architecture;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class ArchitectureTest {

    private static final JavaClasses CLASSES = Architecture.mainClasses();

    @Test
    void packagesHaveNoCycles() {
        assertThat(CLASSES).isNotEmpty();
        Architecture.freeOfPackageCycles().check(CLASSES);
    }

    @Test
    void theTimeIsHandedIn() {
        Architecture.timeIsHandedIn("dev.windlass.store.jdbc.Parts").check(CLASSES);
    }

    @Test
    void aStartSetsUpNoLogging() {
        noFields().should().haveRawType(Logger.class).check(CLASSES);
    }
}
