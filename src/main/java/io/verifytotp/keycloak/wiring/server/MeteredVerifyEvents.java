package io.verifytotp.keycloak.wiring.server;

import io.verifytotp.keycloak.domain.VerifyEvents;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reports results of verification and enrollment, and outages, as metrics and log lines. */
public final class MeteredVerifyEvents implements VerifyEvents {
    private static final Logger LOG = Logger.getLogger("io.verifytotp.keycloak.verify");

    private final KeycloakSession session;
    private final RateLimit rateLimit;

    public MeteredVerifyEvents(KeycloakSession session, RateLimit rateLimit) {
        this.session = session;
        this.rateLimit = rateLimit;
    }

    @Override
    public void challengeAnswered(ChallengeOutcome outcome) {
        EntityKey owner = outcome.challenge().owner();
        String reason = outcome.verdict().reason();
        LOG.debugf(
                "Challenge %s of factor %s, entity %s: %s",
                outcome.challenge().id(), outcome.challenge().factor(), owner.id(), reason);
        Meter.CHALLENGES.count("realm", realmName(owner), "outcome", reason);
        outcome.result()
                .lockout()
                .ifPresent(lockout -> Meter.FACTOR_LOCKS.count("realm", realmName(owner), "kind", lockout.reason()));
    }

    @Override
    public void challengeDeclined(Challenge challenge) {
        LOG.debugf(
                "Challenge %s of factor %s, entity %s: declined",
                challenge.id(), challenge.factor(), challenge.owner().id());
        Meter.CHALLENGES.count("realm", realmName(challenge.owner()), "outcome", "declined");
    }

    @Override
    public void enrollmentAnswered(EnrollmentOutcome outcome) {
        LOG.debugf(
                "Enrollment of factor %s, entity %s: %s",
                outcome.factor(), outcome.owner().id(), outcome.reason());
        Meter.ENROLLMENTS.count("realm", realmName(outcome.owner()), "outcome", outcome.reason());
    }

    @Override
    public void factorImported(ImportOutcome outcome) {
        String reason = outcome.verdict().reason();
        LOG.debugf("Import of a factor, entity %s: %s", outcome.owner().id(), reason);
        Meter.IMPORTS.count("realm", realmName(outcome.owner()), "outcome", reason);
    }

    @Override
    public void seedUnavailable(EntityKey owner, FactorId factor, SeedUnavailableException reason) {
        if (rateLimit.permits(reason.toString())) {
            LOG.warnf("The seed of factor %s can't be sealed or opened: %s", factor, reason.getMessage());
        }
        Meter.SEED_OPEN_FAILURES.count("realm", realmName(owner));
    }

    @Override
    public void storeUnavailable(EntityKey owner, FactorId factor, StoreUnavailableException reason) {
        Meter.STORE_FAILURES.count("realm", realmName(owner));
        if (rateLimit.permits(reason.toString())) {
            LOG.errorf(reason, "The store failed for factor %s: %s. Check the database.", factor, reason.getMessage());
        }
    }

    /** Returns the realm's name, as in Keycloak's metrics, without a query: the database may have failed. */
    private String realmName(EntityKey owner) {
        RealmModel realm = session.getContext().getRealm();
        return realm != null && realm.getId().equals(owner.realm()) ? realm.getName() : owner.realm();
    }
}
