package io.verifytotp.keycloak;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Totp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the project: who may know whom, and what only one place may do. */
class ArchitectureTest {
    private static final String ROOT = "io.verifytotp.keycloak";
    private static final List<String> ROOMS =
            List.of("totp", "domain", "seal", "store", "spi", "login", "rest", "wiring");
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importUrl(VerifyEngine.class.getProtectionDomain().getCodeSource().getLocation());

    @Nested
    class Rooms {
        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                totp   | -
                domain | totp
                seal   | totp domain
                store  | totp domain
                spi    | domain
                login  | totp domain spi
                rest   | totp domain spi
                wiring | totp domain seal store spi login rest
                """)
        void knowOnlyTheRoomsBelow(String room, String below) {
            List<String> known = below == null ? List.of() : List.of(below.split(" ", -1));
            String[] others = ROOMS.stream()
                    .filter(other -> !other.equals(room) && !known.contains(other))
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);

            noClasses()
                    .that()
                    .resideInAPackage(packages(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true) // a room may be still to come
                    .check(OURS);
        }

        @Test
        void haveNoCycles() {
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(OURS);
        }

        @Test
        void areAllTherePackagesAre() {
            classes()
                    .should()
                    .resideInAnyPackage(
                            ROOMS.stream().map(ArchitectureTest::packages).toArray(String[]::new))
                    .because("nothing of ours lives in org.keycloak, nor outside of the rooms")
                    .check(OURS);
        }

        @Test
        void areExplainedPackageByPackage() throws IOException {
            try (Stream<Path> folders = Files.walk(Path.of("src", "main", "java"))) {
                List<Path> unexplained = folders.filter(Files::isDirectory)
                        .filter(ArchitectureTest::holdsClasses)
                        .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                        .toList();

                assertThat(unexplained).isEmpty();
            }
        }
    }

    @Nested
    class TheCore {
        @Test
        void ofTheMathematicsKnowsTheJdkAndCommonsCodecOnly() {
            classes()
                    .that()
                    .resideInAPackage(packages("totp"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(packages("totp"), "java..", "javax.crypto..", "org.apache.commons.codec..")
                    .check(OURS);
        }

        @Test
        void ofTheRulesKnowsTheJdkAndTheMathematicsOnly() {
            classes()
                    .that()
                    .resideInAPackage(packages("domain"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(packages("domain"), packages("totp"), "java..")
                    .check(OURS);
        }

        @Test
        void knowsNeitherKeycloakNorItsLibraries() {
            noClasses()
                    .that()
                    .resideInAnyPackage(packages("totp"), packages("domain"), packages("seal"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.keycloak..", "jakarta..", "com.fasterxml.jackson..", "org.jboss.logging..")
                    .check(OURS);
        }

        @Test
        void ofTheSealKnowsTheJdkAndTheRulesOnly() {
            classes()
                    .that()
                    .resideInAPackage(packages("seal"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            packages("seal"), packages("domain"), packages("totp"), "java..", "javax.crypto..")
                    .check(OURS);
        }

        @Test
        void isReachedThroughKeycloaksProvidersOnly() {
            classes()
                    .that()
                    .resideInAPackage(packages("spi"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            packages("spi"),
                            packages("domain"),
                            "java..",
                            "org.keycloak.provider..",
                            "org.keycloak.models..",
                            "org.keycloak.events..")
                    .check(OURS);
        }
    }

    @Nested
    class OnlyOnePlace {
        @Test
        void opensTransactions() {
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(ROOT + ".store.jpa.OwnTransaction")
                    .and()
                    .resideOutsideOfPackage(packages("wiring")) // at boot, where there is no request yet
                    .should()
                    .accessTargetWhere(targetOwner(nameMatching("org.keycloak.models.utils.KeycloakModelUtils"))
                            .and(target(nameMatching("runJob.*"))))
                    .check(OURS);
        }

        @Test
        void knowsTheTime() {
            noClasses()
                    .should()
                    .accessTargetWhere(describe("the system's clock is read", ArchitectureTest::readsTheClock))
                    .because("the engine's Clock is the only one, and it follows Keycloak's")
                    .check(OURS);
        }

        @Test
        void comparesCodes() {
            noClasses()
                    .that(belongToAnyOf(OneTimeCode.class, Totp.class))
                    .should()
                    .accessTargetWhere(target(nameMatching("equals|equalsIgnoreCase|contentEquals|compareTo|compare"))
                            .and(describe("not of the constant-time comparison", access -> !access.getTargetOwner()
                                    .isEquivalentTo(MessageDigest.class))))
                    .check(OURS);
            classes()
                    .that()
                    .areAssignableTo(OneTimeCode.class)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(OURS);
        }
    }

    private static String packages(String room) {
        return ROOT + "." + room + "..";
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        return (owner.getPackageName().equals("java.time") && name.equals("now"))
                || (owner.isEquivalentTo(java.time.Clock.class) && name.matches("system.*|tick.*"))
                || (owner.isEquivalentTo(System.class) && name.matches("currentTimeMillis|nanoTime"))
                || (owner.isEquivalentTo(java.util.Date.class)
                        && name.equals("<init>")
                        && access.getTarget().getFullName().endsWith("<init>()"));
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
