package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.contract.Race;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/**
 * The purge and the removals of Keycloak's users meet at the same rows. PostgreSQL breaks a deadlock by an error, which
 * would be reported as an outage, so that here every one of them has to come through.
 */
class LockOrderOnPostgresIT {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int USERS = 30;
    private static final int EACH = 10;
    private static final int ROUNDS = 10;

    private static PostgresTransactions database;

    private final String realm = UUID.randomUUID().toString();
    private final CascadingDeletes deletes = new CascadingDeletes(database);
    private final JpaStaleRows staleRows = new JpaStaleRows(database);

    @BeforeAll
    static void open() {
        database = PostgresTransactions.openWithKeycloaksTables();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @RepeatedTest(ROUNDS)
    void ofThePurgeAndOfRemovedUsersIsTheSame() {
        List<EntityKey> going = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            going.add(keep(new EntityKey(
                    realm, ServiceId.defaultOf(realm), UUID.randomUUID().toString())));
        }

        List<String> done = Race.of(USERS + 12, i -> {
            if (i < USERS) {
                deletes.user(realm, going.get(i).identity());
                return "removed";
            }
            return switch (i % 4) {
                case 0 -> "challenges " + staleRows.removeChallenges(realm, NOW.plusSeconds(1));
                case 1 -> "entities " + staleRows.removeEntities();
                case 2 -> "pending " + staleRows.removePendingFactors(NOW);
                default -> "clients " + staleRows.forgetClients();
            };
        });

        assertThat(done).hasSize(USERS + 12);
        for (EntityKey key : going) {
            assertThat(database.<EntityRow>call(unit -> unit.em().find(EntityRow.class, EntityRow.idOf(key))))
                    .isNull();
        }
    }

    /** With many rows each, in an order that is no index's. */
    private EntityKey keep(EntityKey owner) {
        new MissingRows(database).ensureEntity(owner, NOW);
        return database.call(unit -> {
            for (int i = 0; i < EACH; i++) {
                FactorId factor = FactorId.random();
                unit.em().persist(new FactorRow(owner, factor, NOW));
                Challenge challenge = Challenge.opened(
                        owner, factor, Optional.of("gone"), ChallengeContents.NONE, NOW, NOW.plusSeconds(300));
                ChallengeRow.insertion(unit.em(), challenge, Optional.empty()).execute(unit.em());
            }
            return owner;
        });
    }
}
