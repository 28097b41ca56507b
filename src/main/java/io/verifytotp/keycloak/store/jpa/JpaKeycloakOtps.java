package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.KeycloakOtps;
import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.factor.OtpTransfers;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.store.credential.OtpFactors;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.totp.OneTimeCode;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/** Credentials of Keycloak's own OTP. They are read in the request's transaction, and changed in one of their own. */
public final class JpaKeycloakOtps implements KeycloakOtps {
    private final OtpFactors factors;
    private final OwnTransaction transactions;
    private final OtpTransfers transfers;
    private final Predicate<String> mayAdopt;

    /** @param mayAdopt tells of a realm, by its id, whether a user whose OTP is adopted is still asked everywhere */
    public JpaKeycloakOtps(
            KeycloakSession session,
            OwnTransaction transactions,
            SeedSealer sealer,
            OtpTransfers transfers,
            Predicate<String> mayAdopt) {
        this.factors = new OtpFactors(session, sealer);
        this.transactions = transactions;
        this.transfers = transfers;
        this.mayAdopt = mayAdopt;
    }

    @Override
    public List<Factor> of(EntityKey owner) {
        return factors.of(owner);
    }

    @Override
    public boolean anyOf(EntityKey owner) {
        return factors.anyOf(owner);
    }

    @Override
    public boolean use(Factor factor, OneTimeCode code) {
        String mark = OtpFactors.mark(factor.id(), code);
        long memory = factor.origin().orElseThrow().memory().toSeconds();
        return transactions.callInSession(
                (session, unit) -> session.singleUseObjects().putIfAbsent(mark, memory));
    }

    @Override
    public void adopt(EntityKey owner, Instant now) {
        if (mayAdopt.test(owner.realm())) {
            transfers.move(OtpDirection.ADOPT, owner, now, false);
        }
    }
}
