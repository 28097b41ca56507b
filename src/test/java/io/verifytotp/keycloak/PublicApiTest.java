package io.verifytotp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public methods of marked types (each by itself, or by its package) take and return marked types only. */
class PublicApiTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importUrl(
                    VerifyProvider.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void beginsAtTheProvider() {
        assertThat(marked()).contains(VerifyProvider.class.getName());
    }

    @Test
    void holdsTheValuesOfAMarkedPackageButNotItsPorts() {
        assertThat(marked()).contains(Verdict.class.getName()).doesNotContain(FactorLedger.class.getName());
    }

    @Test
    void leadsToNoInternalType() {
        Set<String> marked = marked();

        Set<String> unmarked = OURS.stream()
                .filter(type -> marked.contains(outermost(type).getName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(PublicApiTest::usedInSignatures)
                .filter(used -> used.getPackageName().startsWith("io.verifytotp."))
                .map(used -> outermost(used).getName())
                .filter(Predicate.not(marked::contains))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unmarked).isEmpty();
    }

    @Test
    void holdsNothingOfKeycloaksPagesAndOfTheStore() {
        assertThat(marked()).allMatch(name -> name.matches("io\\.verifytotp\\.keycloak\\.(spi|domain|totp)\\..*"));
    }

    private static Set<String> marked() {
        return OURS.stream()
                .filter(type -> type.isAnnotatedWith(PublicApi.class) || isMarkedByItsPackage(type))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }

    private static boolean isMarkedByItsPackage(JavaClass type) {
        return type.isTopLevelClass()
                && !type.isInterface()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getPackage().isAnnotatedWith(PublicApi.class);
    }

    private static Stream<JavaClass> usedInSignatures(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(unit -> !unit.isConstructor())
                .flatMap(unit ->
                        Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getRawParameterTypes().stream()))
                .map(JavaClass::getBaseComponentType);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(PublicApiTest::outermost).orElse(type);
    }
}
