package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;

/** Receives results of verification for metrics and logs: ids only, never codes, seeds or names. */
public interface VerifyEvents {
    void challengeAnswered(ChallengeOutcome outcome);

    /** The user has declined an open challenge. */
    void challengeDeclined(Challenge challenge);

    void enrollmentAnswered(EnrollmentOutcome outcome);

    /** An import of a factor has ended, with whatever verdict. */
    void factorImported(ImportOutcome outcome);

    /** A seed could not be sealed or opened. */
    void seedUnavailable(EntityKey owner, FactorId factor, SeedUnavailableException reason);

    /** The store did not respond or commit. */
    void storeUnavailable(EntityKey owner, FactorId factor, StoreUnavailableException reason);
}
