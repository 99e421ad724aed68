package dev.windlass.arch;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/** The rules. */
public final class Architecture {

    private static final Set<String> CLOCK_METHODS = Set.of(
            "now",
            "currentTimeMillis",
            "system",
            "systemUTC",
            "systemDefaultZone",
            "tickMillis",
            "tickSeconds",
            "tickMinutes");

    private Architecture() {}

    /** The main classes of the module whose tests run. */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    /** No package needs, by whatever way round, a package that needs it. */
    public static ArchRule freeOfPackageCycles() {
        return slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();
    }

    /**
     * The time comes from a clock that is handed in, so that a test can move it.
     *
     * @param source the one class that may make the default clock; empty when none may
     */
    public static ArchRule timeIsHandedIn(String source) {
        return noClasses()
                .that(new DescribedPredicate<JavaClass>("are not the clock's source") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.getName().equals(source);
                    }
                })
                .should(accessTargetWhere(new AsksTheSystem()))
                .allowEmptyShould(true);
    }

    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("dev.windlass")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static final class AsksTheSystem extends DescribedPredicate<JavaAccess<?>> {

        AsksTheSystem() {
            super("the system is asked for the time");
        }

        @Override
        public boolean test(JavaAccess<?> access) {
            AccessTarget target = access.getTarget();
            if (!(target instanceof AccessTarget.CodeUnitAccessTarget unit)) {
                return false;
            }
            boolean date = target.getOwner().isEquivalentTo(Date.class)
                    && target.getName().equals("<init>");
            boolean calendar = target.getOwner().isAssignableTo(Calendar.class)
                    && target.getName().equals("getInstance");
            boolean ofClock = unit.getRawParameterTypes().stream()
                    .anyMatch(type -> type.isAssignableTo(Clock.class) || type.isAssignableTo(InstantSource.class));
            boolean clock = CLOCK_METHODS.contains(target.getName()) && isOfTheJdk(target.getOwner()) && !ofClock;
            return (date && unit.getRawParameterTypes().isEmpty()) || calendar || clock;
        }

        private static boolean isOfTheJdk(JavaClass owner) {
            return owner.getPackageName().equals("java.time") || owner.isEquivalentTo(System.class);
        }
    }
}
