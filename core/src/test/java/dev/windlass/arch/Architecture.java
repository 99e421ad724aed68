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
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/** The rules. */
public final class Architecture {

    private static final Set<String> CLOCK_MAKERS =
            Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes");

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
     * @param sources the classes that may make a clock, though not ask for the time themselves
     */
    public static ArchRule timeIsHandedIn(String... sources) {
        return noClasses().should(accessTargetWhere(new AsksTheSystem(Set.of(sources))));
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

        private final Set<String> sources;

        AsksTheSystem(Set<String> sources) {
            super("the system is asked for the time");
            this.sources = sources;
        }

        @Override
        public boolean test(JavaAccess<?> access) {
            AccessTarget target = access.getTarget();
            if (!(target instanceof AccessTarget.CodeUnitAccessTarget unit)) {
                return false;
            }
            boolean mayMake = sources.contains(access.getOriginOwner().getName());
            return asksForNow(unit) || (makesClock(unit) && !mayMake);
        }

        private static boolean asksForNow(AccessTarget.CodeUnitAccessTarget target) {
            String name = target.getName();
            boolean date = target.getOwner().isEquivalentTo(Date.class)
                    && name.equals("<init>")
                    && target.getRawParameterTypes().isEmpty();
            boolean calendar = target.getOwner().isAssignableTo(Calendar.class) && name.equals("getInstance");
            boolean millis = target.getOwner().isEquivalentTo(System.class) && name.equals("currentTimeMillis");
            boolean now = isTime(target) && name.equals("now") && !hasClock(target);
            return date || calendar || millis || now;
        }

        private static boolean makesClock(AccessTarget.CodeUnitAccessTarget target) {
            return isTime(target) && CLOCK_MAKERS.contains(target.getName());
        }

        private static boolean isTime(AccessTarget.CodeUnitAccessTarget target) {
            return target.getOwner().getPackageName().equals("java.time");
        }

        private static boolean hasClock(AccessTarget.CodeUnitAccessTarget target) {
            return target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Clock.class));
        }
    }
}
