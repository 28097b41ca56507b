package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.confirm.ConfirmRealm.Visit;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page on which a user confirms an operation, while the database is down: nothing is approved, denied or spent. */
@Tag("thorough")
class ConfirmOutageIT {
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("confirm-outage");

    private static final PostgresServer database = OWN.database();

    private static ConfirmRealm bank;

    private ApiFactor factor;
    private String challenge;
    private Visit visit;

    @BeforeAll
    static void createRealm() {
        // Keycloak answers with an error of its own where it can't write its event.
        bank = ConfirmRealm.of(RealmBuilder.aRealm().with("eventsEnabled", false), OWN.server());
    }

    @AfterAll
    static void deleteRealm() {
        bank.close();
    }

    @BeforeEach
    void openPage() {
        new TestClock(OWN.server()).advanceToStepStart(Duration.ofSeconds(30));
        factor = bank.customer("customer-" + System.nanoTime());
        challenge = bank.transfer(factor);
        visit = bank.visit(factor, challenge);
        assertThat(visit.asks()).as(visit.page().toString()).isTrue();
    }

    @Test
    void aCodeIsNotAcceptedAndWorksOnceTheDatabaseDoes() {
        String code = factor.codeOfStep(1);
        database.kill();
        try {
            visit = visit.confirm(code);
            assertThat(visit.page().error()).as(visit.page().toString()).contains("again");
            assertThat(visit.actionStatus()).isEmpty();
        } finally {
            database.start();
        }

        awaitRecovery();
        assertThat(visit.confirm(code).actionStatus()).isEqualTo("success");
        assertThat(bank.status(factor, challenge)).isEqualTo("approved");
    }

    @Test
    void theChallengeOfAUserWhoDeclinesStaysOpen() {
        database.kill();
        try {
            visit = visit.decline();
            assertThat(visit.actionStatus()).as(visit.page().toString()).isIn("", "cancelled");
        } finally {
            database.start();
        }

        awaitRecovery();
        assertThat(bank.status(factor, challenge)).isEqualTo("pending");
    }

    /** Until the same browser can open the page again. */
    private void awaitRecovery() {
        Await.until("recovery", RECOVERY, () -> {
            visit = new Visit(visit.login(), visit.login().start(ConfirmRealm.confirming(challenge)));
            return visit.asks();
        });
    }
}
