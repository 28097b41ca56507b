package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.ldap.UserStorages;
import io.verifytotp.keycloak.it.support.provider.OddStorageFactory;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody needs any more goes by itself; what somebody needs stays. The server purges every minute. */
abstract class PurgeRules {
    private static final Duration TWO_RUNS = Duration.ofSeconds(150);

    private TestRealm realm;
    private VerifyApi api;
    private OurRows rows;
    private ApiFactor factor;

    abstract OwnKeycloak<?> own();

    @BeforeEach
    void enroll() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("challengeRetention", "7"))
                .createOn(own().server());
        api = realm.api(ApiRole.MANAGE);
        rows = OurRows.of(own().database(), realm);
        factor = ApiFactor.verified(api, realm.addUser("kept"));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void whatIsLeftOverGoesAndTheRestStays() {
        TestClock clock = factor.clock();
        Metrics before = Metrics.of(own().server());
        // Beyond the retention in a moment, and not.
        String answered = factor.challengeWith("AuthPayload", factor.freshCode())
                .expect(201)
                .sid();
        String open = factor.openChallenge();
        TestUser beginner = realm.addUser("beginner");
        ApiFactor pending = ApiFactor.create(api, beginner);
        ApiFactor alsoPending = ApiFactor.create(api, factor.user());
        try (TestRealm patient = RealmBuilder.aRealm()
                .enrollConfig(Map.of("challengeRetention", "30"))
                .createOn(own().server())) {
            ApiFactor elsewhere = ApiFactor.verified(patient.api(ApiRole.MANAGE), patient.addUser("elsewhere"));
            String kept = elsewhere.openChallenge();
            clock.advance(Duration.ofDays(7).plusMinutes(5));
            String young = factor.openChallenge();
            ApiFactor youngPending = ApiFactor.create(api, realm.addUser("latecomer"));
            Orphans orphans = Orphans.insert(
                    rows, factor.user(), UserStorages.add(realm, OddStorageFactory.ID, Map.of()), clock.now());

            Await.until("the purge", TWO_RUNS, () -> rows.challenges().size() == 1);
            Await.until("the purge of orphans", TWO_RUNS, () -> orphans.left().isEmpty());

            for (String sid : List.of(answered, open)) {
                api.get(factor.challenge(sid)).expectNotFound();
            }
            api.get(factor.challenge(young)).expect(200);
            elsewhere.api().get(elsewhere.challenge(kept)).expect(200);
            for (ApiFactor gone : List.of(pending, alsoPending)) {
                api.get(gone.path()).expectNotFound();
            }
            youngPending.fetch().expect(200);
            assertThat(rows.factors()).hasSize(4);
            assertThat(rows.entities()).hasSize(5);
            assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
            assertThat(elsewhere.statusFor(elsewhere.freshCode())).isEqualTo("approved");

            Await.until(
                    "the metric",
                    TWO_RUNS,
                    () -> Metrics.of(own().server()).purged("factors") > before.purged("factors"));
            Metrics after = Metrics.of(own().server());
            assertThat(after.purged("challenges") - before.purged("challenges")).isGreaterThanOrEqualTo(2);
            assertThat(after.purged("pending_factors") - before.purged("pending_factors"))
                    .isGreaterThanOrEqualTo(2);
            assertThat(after.purged("entities") - before.purged("entities")).isEqualTo(3);
            assertThat(after.purged("factors") - before.purged("factors")).isEqualTo(1);
            assertThat(orphans.kept()).hasSize(3);
        }
    }

    /** Rows that an outage has left behind, as no listener would leave them. */
    private record Orphans(OurRows rows, List<String> gone, List<String> staying) {
        static Orphans insert(OurRows rows, TestUser user, String storage, Instant now) {
            String realm = rows.realmId();
            String noRealm =
                    entity(rows, UUID.randomUUID().toString(), UUID.randomUUID().toString(), now);
            String noUser = entity(rows, realm, UUID.randomUUID().toString(), now);
            String federated = entity(rows, realm, "f:" + storage + ":somebody", now);
            String noStorage = entity(rows, realm, "f:" + UUID.randomUUID() + ":somebody", now);
            String ofNoUser = factor(rows, noUser, now.minus(Duration.ofMinutes(1)));
            String ofSomebody = entity(rows, realm, user.id(), now);
            String noCredential = factor(rows, ofSomebody, now.minus(Duration.ofHours(2)));
            String fresh = factor(rows, ofSomebody, now.minus(Duration.ofMinutes(1)));
            // Its storage may have the credential; then the lock is in this row.
            String unknowable = factor(rows, federated, now.minus(Duration.ofHours(2)));
            return new Orphans(
                    rows,
                    List.of(noRealm, noUser, noStorage, ofNoUser, noCredential),
                    List.of(fresh, federated, unknowable));
        }

        List<String> left() {
            return present(gone);
        }

        List<String> kept() {
            return present(staying);
        }

        private List<String> present(List<String> ids) {
            return rows.database()
                    .column("select id from (select id from VERIFY_TOTP_ENTITY union all"
                            + " select id from VERIFY_TOTP_FACTOR) ours where id in ('"
                            + String.join("','", ids) + "')");
        }

        private static String entity(OurRows rows, String realm, String user, Instant now) {
            String id = UUID.randomUUID().toString();
            rows.database()
                    .execute("insert into VERIFY_TOTP_ENTITY (id, realm_id, service_id, user_id, created_at,"
                            + " factors_made, factors_made_since) values ('%s', '%s', '%s', '%s', %d, 0, %d)"
                                    .formatted(
                                            id,
                                            realm,
                                            UUID.randomUUID(),
                                            user,
                                            now.toEpochMilli(),
                                            now.toEpochMilli()));
            return id;
        }

        private static String factor(OurRows rows, String entity, Instant made) {
            String id = UUID.randomUUID().toString();
            rows.database()
                    .execute("insert into VERIFY_TOTP_FACTOR (id, realm_id, entity_id, created_at, updated_at,"
                            + " last_step, failures) values ('%s', '%s', '%s', %d, %d, -1, 0)"
                                    .formatted(id, rows.realmId(), entity, made.toEpochMilli(), made.toEpochMilli()));
            return id;
        }
    }
}
