package io.verifytotp.keycloak.it.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.realm.Attempt;
import io.verifytotp.keycloak.it.support.realm.ProofMatrix;
import io.verifytotp.keycloak.it.support.realm.ProofRealm;
import io.verifytotp.keycloak.it.support.realm.UnprovedSession;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a session without a proof may do to what stands in for a factor, whatever way it came about: nothing. The table in
 * docs/security.md is made from the thorough run.
 */
public class ProofMatrixIT {
    private static final Path DOCUMENT = Path.of("docs", "security.md");
    private static final Map<Attempt, Map<UnprovedSession.Way, String>> RESULTS = new TreeMap<>();

    private static ProofRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = ProofRealm.createOn(SharedKeycloak.get());
    }

    @AfterAll
    static void deleteRealm() throws IOException {
        realm.close();
        Files.writeString(Settings.work().resolve("proof-matrix.md"), ProofMatrix.table(RESULTS));
    }

    /** A third of all: each attempt in some ways, and each way with some attempts. */
    @TestFactory
    Stream<DynamicContainer> someWithoutAProof() {
        List<UnprovedSession.Way> ways = List.of(UnprovedSession.Way.values());
        List<Attempt> attempts = List.of(Attempt.values());
        return cells((way, attempt) -> (ways.indexOf(way) + attempts.indexOf(attempt)) % 3 == 0);
    }

    @TestFactory
    @Tag("thorough")
    Stream<DynamicContainer> allWithoutAProof() {
        return cells((way, attempt) -> true);
    }

    private static Stream<DynamicContainer> cells(BiPredicate<UnprovedSession.Way, Attempt> wanted) {
        return Arrays.stream(UnprovedSession.Way.values())
                .map(way -> DynamicContainer.dynamicContainer(
                        way.words(),
                        Arrays.stream(Attempt.values())
                                .filter(attempt -> attempt.isPossible(way) && wanted.test(way, attempt))
                                .map(attempt ->
                                        DynamicTest.dynamicTest(attempt.words(), () -> isStopped(way, attempt)))));
    }

    private static void isStopped(UnprovedSession.Way way, Attempt attempt) {
        UnprovedSession session = way.open(realm);
        String before = session.victim().credentials();

        String stopped = attempt.isStopped(realm, session);

        assertThat(stopped).isEqualTo(attempt.expected(way));
        assertThat(session.victim().credentials()).isEqualTo(before);
        assertThat(session.victim().factorWorks()).isTrue();
        RESULTS.computeIfAbsent(attempt, key -> new EnumMap<>(UnprovedSession.Way.class))
                .put(way, stopped);
    }

    @Test
    void theTableInTheDocumentHasEveryCell() throws IOException {
        assertThat(Files.readString(DOCUMENT).contains(ProofMatrix.expected()))
                .as("docs/security.md has the table of target/proof-matrix.md")
                .isTrue();
    }
}
