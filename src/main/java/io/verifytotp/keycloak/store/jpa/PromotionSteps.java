package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.store.credential.TotpFactorCredentialModel;
import io.verifytotp.keycloak.store.credential.UserCredentials;
import io.verifytotp.keycloak.store.jpa.RowDeletes.Table;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The steps by which a pending factor becomes a credential, within one transaction. */
final class PromotionSteps {
    private static final String EMPTY_PENDING = """
            update FactorRow f
               set f.sealedSeed = null, f.sealedNotes = null, f.algorithm = null, f.codeLength = null,
                   f.timeStep = null, f.skew = null, f.expiresAt = null, f.updatedAt = :now
             where f.id = :id and f.entityId = :entity and f.sealedSeed is not null and f.expiresAt > :now""";

    private final KeycloakSession session;
    private final EntityManager em;
    private final PendingFactor factor;
    private final FactorNotes notes;
    private final int maxFactors;
    private final Enrollee enrollee;
    private final Instant now;

    PromotionSteps(
            KeycloakSession session,
            EntityManager em,
            PendingFactor factor,
            FactorNotes notes,
            int maxFactors,
            Enrollee enrollee,
            Instant now) {
        this.session = session;
        this.em = em;
        this.factor = factor;
        this.notes = notes;
        this.maxFactors = maxFactors;
        this.enrollee = enrollee;
        this.now = now;
    }

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
        if (!others.isEmpty() && !enrollee.mayChangeFactors(id -> others.contains(id.key()))) {
            return EnrollmentVerdict.PROOF_NEEDED;
        }
        // An unreadable credential approves no code, and is removed in any case.
        List<String> removed = maxFactors == 1 ? others : credentials.unreadable();
        if (others.size() - removed.size() >= maxFactors) {
            return EnrollmentVerdict.FACTOR_LIMIT;
        }
        removeRows(removed);
        credentials.replace(removed, TotpFactorCredentialModel.of(factor, notes(credentials, removed), now));
        return EnrollmentVerdict.VERIFIED;
    }

    /** Numbers a label that is taken if a program enrolls; a person is asked for another one. */
    private FactorNotes notes(UserCredentials credentials, List<String> removed) {
        return enrollee.authorised() ? credentials.withFreeLabel(notes, removed) : notes;
    }

    /** Makes concurrent promotions of one user run one after the other, so that each sees the limit. */
    private boolean lockEntity() {
        return EntityRow.lock(em, factor.binding().owner()).isPresent();
    }

    private boolean emptyPending() {
        return em.createQuery(EMPTY_PENDING)
                        .setParameter("id", factor.id().key())
                        .setParameter("entity", entity())
                        .setParameter("now", now.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    private void removeRows(List<String> ids) {
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
