package io.verifytotp.keycloak.store.jpa;

import static io.verifytotp.keycloak.domain.fake.FactorBuilder.aFactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verifytotp.keycloak.domain.enrollment.FactorImports.PlannedImport;
import io.verifytotp.keycloak.domain.enrollment.ImportVerdict;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

/** Imports for users who are gone, whose storage takes no credentials or does not answer: nothing is left of them. */
class JpaFactorImportsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static H2Transactions database;

    private final FakeUsers users = new FakeUsers();
    private final FakeKeycloak keycloak = new FakeKeycloak(database, users);
    private final JpaFactorImports imports = new JpaFactorImports(keycloak.transactions());
    private final JpaEntities entities = new JpaEntities(keycloak.transactions());
    private final PendingFactor factor = aFactor().pendingFor(Duration.ofHours(1), NOW);
    private final EntityKey owner = factor.binding().owner();

    @BeforeAll
    static void open() {
        database = H2Transactions.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void nothingIsLeftOfAUserWhoIsGone() {
        users.remove(owner.identity());

        assertThat(add(true)).isEqualTo(ImportVerdict.GONE);
        assertThat(add(false)).isEqualTo(ImportVerdict.GONE);
        assertNothingIsLeft();
    }

    @Test
    void nothingIsLeftWhereTheStorageTakesNoCredentials() {
        users.refuseCredentials();

        assertThat(add(true)).isEqualTo(ImportVerdict.READ_ONLY);
        assertNothingIsLeft();
    }

    @Test
    void nothingIsLeftWhereTheStorageDoesNotAnswer() {
        users.fail();

        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> add(true));
        assertNothingIsLeft();
    }

    /** Damaging a credential must not make it replaceable. */
    @Test
    void aCredentialThatCannotBeReadIsAFactorThatStays() {
        CredentialModel damaged = new CredentialModel();
        damaged.setId("damaged");
        damaged.setType("verify-totp");
        users.give(owner.identity(), damaged);

        assertThat(add(true)).isEqualTo(ImportVerdict.OTHER_FACTOR);
        assertNothingIsLeft();
    }

    private ImportVerdict add(boolean vouched) {
        return imports.add(new PlannedImport(factor, FactorNotes.NONE, vouched, 1), other -> false)
                .verdict();
    }

    private void assertNothingIsLeft() {
        assertThat(entities.find(owner)).isEmpty();
        assertThat(new JpaFactorStates(keycloak.transactions()).of(owner)).isEmpty();
    }
}
