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
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Totp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layers and packages of the project: which may import which, and what only one place may do. */
class ArchitectureTest {
    private static final String ROOT = "io.verifytotp.keycloak";
    private static final List<String> LAYERS =
            List.of("totp", "domain", "seal", "store", "compat", "spi", "login", "setup", "rest", "wiring");
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importUrl(VerifyEngine.class.getProtectionDomain().getCodeSource().getLocation());

    @Nested
    class Layers {
        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                totp   | -
                domain | totp
                seal   | totp domain
                store  | totp domain
                compat | -
                spi    | domain
                login  | totp domain spi compat
                setup  | domain spi compat login
                rest   | totp domain spi compat setup
                wiring | totp domain seal store spi login setup rest compat
                """)
        void importOnlyTheLayersBelow(String layer, String below) {
            checkImports(layer, below, LAYERS);
        }

        @Test
        void haveNoCycles() {
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(OURS);
        }

        @Test
        void holdAllClasses() {
            classes()
                    .should()
                    .resideInAnyPackage(
                            LAYERS.stream().map(ArchitectureTest::packages).toArray(String[]::new))
                    .orShould()
                    .be(PublicApi.class)
                    .orShould()
                    .haveSimpleName("package-info")
                    .because("nothing of ours lives in org.keycloak, nor outside of the layers")
                    .check(OURS);
        }
    }

    /** Within a layer, a package stands above those that it imports. */
    @Nested
    class Packages {
        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                domain.id         | -
                domain.cleanup    | domain.id
                domain.service    | domain.id
                domain.factor     | domain.id domain.service
                domain.challenge  | domain.id domain.service domain.factor
                domain.enrollment | domain.id domain.service domain.factor domain.challenge
                """)
        void ofTheDomainImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("domain", name, below);
        }

        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                store.transaction | -
                store.credential  | store.transaction
                store.realm       | -
                store.jpa         | store.transaction store.credential
                store.schema      | store.jpa
                """)
        void ofTheStoreImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("store", name, below);
        }

        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                login.service | -
                login.proof   | login.service
                login.code    | login.service login.proof
                login.confirm | login.service login.proof login.code
                login.stepup  | login.service login.proof login.code
                login.enroll  | login.service login.proof login.code login.stepup
                """)
        void ofTheLoginImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("login", name, below);
        }

        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                setup.flow   | -
                setup.report | setup.flow
                setup.plan   | setup.flow
                setup.change | setup.flow setup.report setup.plan
                """)
        void ofTheSetUpImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("setup", name, below);
        }

        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                rest.http     | -
                rest.access   | rest.http
                rest.csv      | rest.http
                rest.receipt  | -
                rest.resource | rest.http rest.access rest.csv rest.receipt
                """)
        void ofTheApiImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("rest", name, below);
        }

        @ParameterizedTest(name = "{0} may import {1}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                wiring.server  | -
                wiring.mail    | wiring.server
                wiring.cleanup | wiring.server wiring.mail
                """)
        void ofTheWiringImportOnlyThoseBelow(String name, String below) {
            checkImportsWithin("wiring", name, below);
        }

        @Test
        void haveAtMost25FilesEach() throws IOException {
            try (Stream<Path> folders = Files.walk(Path.of("src"))) {
                assertThat(folders.filter(Files::isDirectory))
                        .allSatisfy(folder -> assertThat(javaFiles(folder)).hasSizeLessThanOrEqualTo(25));
            }
        }

        @Test
        void areExplainedOneByOne() throws IOException {
            try (Stream<Path> folders = Files.walk(Path.of("src", "main", "java"))) {
                List<Path> unexplained = folders.filter(Files::isDirectory)
                        .filter(folder -> !javaFiles(folder).isEmpty())
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
                    .resideInAnyPackage(
                            ROOT, packages("totp"), "java..", "javax.crypto..", "org.apache.commons.codec..")
                    .check(OURS);
        }

        @Test
        void ofTheRulesKnowsTheJdkAndTheMathematicsOnly() {
            classes()
                    .that()
                    .resideInAPackage(packages("domain"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ROOT, packages("domain"), packages("totp"), "java..")
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
        void ofImportedFilesKnowsNothingOfKeycloak() {
            noClasses()
                    .that()
                    .resideInAPackage(packages("rest.csv"))
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
                            ROOT, packages("seal"), packages("domain"), packages("totp"), "java..", "javax.crypto..")
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
                            ROOT,
                            packages("spi"),
                            packages("domain"),
                            "java..",
                            "org.keycloak",
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
                    .doNotHaveFullyQualifiedName(ROOT + ".store.transaction.OwnTransaction")
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

        /** Numbers are compared by one instruction, which takes the same time whatever they are. */
        @Test
        void comparesCodes() {
            noClasses()
                    .that(belongToAnyOf(OneTimeCode.class, Totp.class))
                    .should()
                    .accessTargetWhere(target(nameMatching("equals|equalsIgnoreCase|contentEquals|compareTo|compare")))
                    .check(OURS);
            JavaClass code = OURS.get(OneTimeCode.class);
            assertThat(code.getMethod("sameAs", OneTimeCode.class).getCallsFromSelf())
                    .isEmpty();
            assertThat(code.getFields())
                    .filteredOn(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .allMatch(field -> field.getRawType().isEquivalentTo(int.class));
        }
    }

    private static String packages(String layer) {
        return ROOT + "." + layer + "..";
    }

    private static void checkImports(String name, String below, List<String> all) {
        List<String> known = below == null ? List.of() : List.of(below.split(" ", -1));
        String[] others = all.stream()
                .filter(other -> !other.equals(name) && !known.contains(other))
                .map(ArchitectureTest::packages)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(packages(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(OURS);
    }

    private static void checkImportsWithin(String layer, String name, String below) {
        List<String> known = below == null ? List.of() : List.of(below.split(" ", -1));
        noClasses()
                .that()
                .resideInAPackage(packages(name))
                .should()
                .dependOnClassesThat(describe(
                        "are in " + layer + ", but not below " + name,
                        other -> isIn(other, layer)
                                && !isIn(other, name)
                                && known.stream().noneMatch(allowed -> isIn(other, allowed))))
                .check(OURS);
    }

    private static boolean isIn(JavaClass type, String name) {
        return (type.getPackageName() + ".").startsWith(ROOT + "." + name + ".");
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

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
