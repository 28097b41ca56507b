package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.Factors;

/** The ports to stored data that the engine uses. */
public record VerifyStore(
        Factors factors, Enrollments enrollments, Challenges challenges, FactorStates states, FactorLedger ledger) {}
