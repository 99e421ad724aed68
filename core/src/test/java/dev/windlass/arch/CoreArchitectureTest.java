package dev.windlass.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class CoreArchitectureTest {

    private static final JavaClasses CLASSES = Architecture.mainClasses();

    @Test
    void packagesHaveNoCycles() {
        assertThat(CLASSES).isNotEmpty();
        Architecture.freeOfPackageCycles().check(CLASSES);
    }

    @Test
    void theTimeIsHandedIn() {
        Architecture.timeIsHandedIn("dev.windlass.JobScheduler$Builder").check(CLASSES);
    }

    /** Those of the webhooks get ready with the first of them. */
    @Test
    void aStartSetsUpNoLogging() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.windlass.webhook")
                .should()
                .haveRawType(Logger.class)
                .check(CLASSES);
    }

    @Test
    void coreKnowsNeitherHttpNorJdbc() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.sun.net..",
                        "java.net.http..",
                        "okhttp3..",
                        "okio..",
                        "java.sql..",
                        "javax.sql..",
                        "org.jdbi..")
                .check(CLASSES);
    }

    @Test
    void coreStandsOnItsThreeLibrariesOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.windlass..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "com.cronutils..")
                .check(CLASSES);
    }

    @Test
    void theVocabularyIsAtTheBottom() {
        noClasses()
                .that()
                .resideInAPackage("dev.windlass.job")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.windlass", "dev.windlass.spi..", "dev.windlass.json..", "dev.windlass.internal..")
                .check(CLASSES);
    }

    @Test
    void everyWayOfAskingTheSystemForTheTimeIsFound() {
        for (Class<?> asks : new Class<?>[] {
            AsksInstant.class, AsksSystem.class, AsksDate.class, AsksByReference.class, MakesClock.class
        }) {
            assertThatThrownBy(() -> Architecture.timeIsHandedIn().check(new ClassFileImporter().importClasses(asks)))
                    .as(asks.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
        Architecture.timeIsHandedIn().check(new ClassFileImporter().importClasses(AsksItsClock.class));
    }

    @Test
    void theSourceMakesAClockButDoesNotAskForTheTime() {
        Architecture.timeIsHandedIn(MakesClock.class.getName())
                .check(new ClassFileImporter().importClasses(MakesClock.class));
        assertThatThrownBy(() -> Architecture.timeIsHandedIn(AsksInstant.class.getName())
                        .check(new ClassFileImporter().importClasses(AsksInstant.class)))
                .isInstanceOf(AssertionError.class);
    }

    @SuppressWarnings({"unused", "JavaUtilDate"})
    private static final class AsksInstant {
        Instant now() {
            return Instant.now();
        }
    }

    @SuppressWarnings("unused")
    private static final class AsksSystem {
        long now() {
            return System.currentTimeMillis();
        }
    }

    @SuppressWarnings({"unused", "JavaUtilDate"})
    private static final class AsksDate {
        Date now() {
            return new Date();
        }
    }

    @SuppressWarnings("unused")
    private static final class AsksByReference {
        Supplier<Instant> now() {
            return Instant::now;
        }
    }

    @SuppressWarnings("unused")
    private static final class MakesClock {
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    @SuppressWarnings("unused")
    private record AsksItsClock(InstantSource clock) {
        Instant now() {
            return clock.instant();
        }
    }
}
