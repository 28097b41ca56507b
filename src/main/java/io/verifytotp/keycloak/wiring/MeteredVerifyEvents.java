package io.verifytotp.keycloak.wiring;

import io.micrometer.core.instrument.Metrics;
import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.SeedUnavailableException;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.verifytotp.keycloak.domain.VerifyEvents;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Facts as metrics and log lines. Tags are realm names and our own reasons: nothing that a caller can make up. */
record MeteredVerifyEvents(KeycloakSession session, Throttle throttle) implements VerifyEvents {
    private static final Logger LOG = Logger.getLogger("io.verifytotp.keycloak.verify");

    @Override
    public void challengeAnswered(ChallengeOutcome outcome) {
        EntityKey owner = outcome.challenge().owner();
        String reason = outcome.verdict().reason();
        LOG.debugf(
                "Challenge %s of factor %s, entity %s: %s",
                outcome.challenge().id(), outcome.challenge().factor(), owner.id(), reason);
        count("verify_totp_challenges", owner, reason);
        outcome.settlement().lockout().ifPresent(lockout -> Metrics.counter(
                        "verify_totp_factor_locks", "realm", realmName(owner), "kind", lockout.reason())
                .increment());
    }

    @Override
    public void enrollmentAnswered(EnrollmentOutcome outcome) {
        LOG.debugf(
                "Enrollment of factor %s, entity %s: %s",
                outcome.factor(), outcome.owner().id(), outcome.reason());
        count("verify_totp_enrollments", outcome.owner(), outcome.reason());
    }

    @Override
    public void seedUnavailable(EntityKey owner, FactorId factor, SeedUnavailableException reason) {
        if (throttle.permits(reason.getMessage())) {
            LOG.warnf("The seed of factor %s can't be sealed or opened: %s", factor, reason.getMessage());
        }
        Metrics.counter("verify_totp_seed_open_failures", "realm", realmName(owner))
                .increment();
    }

    @Override
    public void storeUnavailable(EntityKey owner, FactorId factor, StoreUnavailableException reason) {
        Metrics.counter("verify_totp_store_failures", "realm", realmName(owner)).increment();
        if (throttle.permits(reason.getMessage())) {
            LOG.errorf(reason, "The store failed for factor %s: %s", factor, reason.getMessage());
        }
    }

    private void count(String metric, EntityKey owner, String outcome) {
        Metrics.counter(metric, "realm", realmName(owner), "outcome", outcome).increment();
    }

    /** The name that Keycloak's own metrics use. Only as the request has it: the database may be what has failed. */
    private String realmName(EntityKey owner) {
        RealmModel realm = session.getContext().getRealm();
        return realm != null && realm.getId().equals(owner.realm()) ? realm.getName() : owner.realm();
    }
}
