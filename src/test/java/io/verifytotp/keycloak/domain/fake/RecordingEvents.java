package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.VerifyEvents;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what happened, one word or two for each event, the oldest first. */
public final class RecordingEvents implements VerifyEvents {
    private final List<String> happened = new ArrayList<>();

    public List<String> happened() {
        return List.copyOf(happened);
    }

    public void forget() {
        happened.clear();
    }

    @Override
    public void challengeAnswered(ChallengeOutcome outcome) {
        happened.add("challenge " + outcome.verdict().reason());
    }

    @Override
    public void challengeDeclined(Challenge challenge) {
        happened.add("challenge declined");
    }

    @Override
    public void enrollmentAnswered(EnrollmentOutcome outcome) {
        happened.add("enrollment " + outcome.reason());
    }

    @Override
    public void factorImported(ImportOutcome outcome) {
        happened.add("import " + outcome.verdict().reason());
    }

    @Override
    public void seedUnavailable(EntityKey owner, FactorId factor, SeedUnavailableException reason) {
        happened.add("seed unavailable");
    }

    @Override
    public void storeUnavailable(EntityKey owner, FactorId factor, StoreUnavailableException reason) {
        happened.add("store unavailable");
    }
}
