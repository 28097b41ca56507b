package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.factor.OtpObstacle;
import io.verifytotp.keycloak.domain.factor.OtpTransfers;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.StoredOtp;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.credential.CredentialLock;
import io.verifytotp.keycloak.store.credential.OtpAdoption;
import io.verifytotp.keycloak.store.credential.OtpQueries;
import io.verifytotp.keycloak.store.credential.OtpRestoration;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Moves the credentials of one user in one transaction: the credentials, and the rows beside them. */
public final class JpaOtpTransfers implements OtpTransfers {
    private final OwnTransaction transactions;
    private final SeedSealer sealer;

    public JpaOtpTransfers(OwnTransaction transactions, SeedSealer sealer) {
        this.transactions = transactions;
        this.sealer = sealer;
    }

    @Override
    public List<StoredOtp> batch(
            OtpDirection direction, String realm, ServiceId service, Optional<String> after, int most) {
        return transactions.call(unit -> new OtpQueries(unit.em(), direction, realm, service).batch(after, most));
    }

    @Override
    public long count(OtpDirection direction, String realm, ServiceId service) {
        return transactions.call(unit -> new OtpQueries(unit.em(), direction, realm, service).count());
    }

    @Override
    public Optional<Map<String, Optional<OtpObstacle>>> move(
            OtpDirection direction, EntityKey owner, Instant now, boolean dryRun) {
        return new MissingRows(transactions).again(owner, () -> inTransaction(direction, owner, now, dryRun));
    }

    private Optional<Map<String, Optional<OtpObstacle>>> inTransaction(
            OtpDirection direction, EntityKey owner, Instant now, boolean dryRun) {
        return transactions.callInSession((session, unit) -> {
            // Answers, changes and removals of the user's factors wait for this lock.
            boolean known = EntityRow.lock(unit.em(), owner).isPresent();
            if (!known && CredentialLock.take(unit.em(), owner, OtpQueries.type(direction)) == 0) {
                return Optional.of(Map.of()); // another call has moved them in the meantime
            }
            Optional<Map<String, Optional<OtpObstacle>>> results = UserCredentials.of(session, owner)
                    .map(credentials -> direction == OtpDirection.ADOPT
                            ? adopt(session, unit.em(), credentials, known, now)
                            : restore(session, unit.em(), credentials, now, dryRun));
            if (dryRun) {
                unit.rollBack();
            }
            return results;
        });
    }

    private Map<String, Optional<OtpObstacle>> adopt(
            KeycloakSession session, EntityManager em, UserCredentials credentials, boolean known, Instant now) {
        Map<String, Optional<OtpObstacle>> results = new OtpAdoption(session, sealer, now).carryOut(credentials);
        List<FactorId> adopted = results.entrySet().stream()
                .filter(result -> result.getValue().isEmpty())
                .flatMap(result -> FactorId.ofKey(result.getKey()).stream())
                .toList();
        if (!known && !adopted.isEmpty()) {
            em.persist(new EntityRow(credentials.owner(), now));
        }
        adopted.stream()
                .filter(id -> em.find(FactorRow.class, id.key()) == null)
                .forEach(id -> em.persist(new FactorRow(credentials.owner(), id, now)));
        return results;
    }

    private Map<String, Optional<OtpObstacle>> restore(
            KeycloakSession session, EntityManager em, UserCredentials credentials, Instant now, boolean dryRun) {
        return new OtpRestoration(session, sealer, now, dryRun).carryOut(credentials, id -> use(em, id, now));
    }

    private static OtpRestoration.Use use(EntityManager em, FactorId id, Instant now) {
        return Optional.ofNullable(em.find(FactorRow.class, id.key(), LockModeType.PESSIMISTIC_WRITE))
                .map(row -> new OtpRestoration.Use(
                        !row.state().disabled() && row.state().lockAt(now).isEmpty(), row.usedStep()))
                .orElseGet(() -> new OtpRestoration.Use(true, Optional.empty()));
    }
}
