package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The steps by which a pending factor becomes a credential, within one transaction. */
record PromotionSteps(
        KeycloakSession session,
        EntityManager em,
        PendingFactor factor,
        FactorNotes notes,
        int maxFactors,
        Enrollee enrollee,
        Instant now) {
    private static final String EMPTY_PENDING = """
            update FactorRow f
               set f.sealedSeed = null, f.sealedNotes = null, f.algorithm = null, f.codeLength = null,
                   f.timeStep = null, f.skew = null, f.expiresAt = null, f.updatedAt = :now
             where f.id = :id and f.entityId = :entity and f.sealedSeed is not null and f.expiresAt > :now""";

    EnrollmentVerdict carryOut() {
        if (!lockEntity() || !emptyPending()) {
            return EnrollmentVerdict.GONE;
        }
        Optional<UserCredentials> found =
                UserCredentials.of(session, factor.binding().owner());
        if (found.isEmpty()) {
            return EnrollmentVerdict.GONE;
        }
        UserCredentials credentials = found.get();
        List<String> others = credentials.ids();
        if (!others.isEmpty() && !mayAddTo(others)) {
            return EnrollmentVerdict.PROOF_NEEDED;
        }
        // What can't be read verifies nothing, and goes in any case.
        List<String> going = maxFactors == 1 ? others : credentials.unreadable();
        if (others.size() - going.size() >= maxFactors) {
            return EnrollmentVerdict.FACTOR_LIMIT;
        }
        dropRows(going);
        replace(credentials, going);
        return EnrollmentVerdict.VERIFIED;
    }

    private void replace(UserCredentials credentials, List<String> going) {
        Optional<String> before = credentials.before(going);
        credentials.remove(going);
        TotpFactorCredentialModel verified = TotpFactorCredentialModel.of(factor, notes(credentials), now);
        credentials.add(verified);
        if (!going.isEmpty()) {
            credentials.putBehind(before, verified.getId());
        }
    }

    private boolean mayAddTo(List<String> others) {
        return enrollee.mayChangeFactors(id -> others.contains(id.value().toString()));
    }

    /** A person is asked for another label where one is taken; a program is not. */
    private FactorNotes notes(UserCredentials credentials) {
        return enrollee.authorised() ? credentials.withFreeLabel(notes) : notes;
    }

    /** The lock on the Entity makes two promotions of one user follow each other, so that both see the limit. */
    private boolean lockEntity() {
        return em.find(EntityRow.class, entity(), LockModeType.PESSIMISTIC_WRITE) != null;
    }

    private boolean emptyPending() {
        return em.createQuery(EMPTY_PENDING)
                        .setParameter("id", factor.id().value().toString())
                        .setParameter("entity", entity())
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    private void dropRows(List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        new RowDeletes(em)
                .rows(Table.FACTOR, "r.entityId = :entity and r.id in :ids", Map.of("entity", entity(), "ids", ids));
    }

    private String entity() {
        return EntityRow.idOf(factor.binding().owner());
    }
}
