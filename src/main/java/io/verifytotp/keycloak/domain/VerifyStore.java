package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.KeycloakOtps;

/** The ports to stored data that the engine uses. */
public record VerifyStore(
        Factors factors,
        Enrollments enrollments,
        Challenges challenges,
        FactorStates states,
        FactorLedger ledger,
        KeycloakOtps otps) {
    /** A store of factors that were all set up here. */
    public VerifyStore(
            Factors factors, Enrollments enrollments, Challenges challenges, FactorStates states, FactorLedger ledger) {
        this(factors, enrollments, challenges, states, ledger, KeycloakOtps.NONE);
    }
}
