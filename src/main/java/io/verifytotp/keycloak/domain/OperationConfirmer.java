package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.TimeStep;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Part of the {@link VerifyEngine} for challenges that an application has opened and whose users confirm or decline them.
 * It verifies as the engine does, with the same budgets. Except for {@link #confirm}, which refuses in an outage, the
 * methods throw {@link StoreUnavailableException} or {@link SeedUnavailableException}.
 */
@PublicApi
public final class OperationConfirmer {
    private final Clock clock;
    private final VerifyStore store;
    private final ChallengeVerifier verifier;
    private final ReportedAnswers answers;
    private final OutageGuard guard;
    private final VerifyEvents events;

    OperationConfirmer(
            Clock clock,
            VerifyStore store,
            ChallengeVerifier verifier,
            ReportedAnswers answers,
            OutageGuard guard,
            VerifyEvents events) {
        this.clock = clock;
        this.store = store;
        this.verifier = verifier;
        this.answers = answers;
        this.guard = guard;
        this.events = events;
    }

    /** Returns a challenge of a user, who is an Entity in each of several Services; empty if it is not one of theirs. */
    public Optional<Challenge> find(List<EntityKey> owners, ChallengeId id) {
        return store.challenges().find(owners, id);
    }

    /**
     * Answers a page on which a user confirms a challenge. The page takes one answer, as others do; but no other challenge
     * takes the place of a closed one.
     *
     * @param opened the challenge as this request has read it
     * @param prompt the page
     */
    public ChallengeOutcome confirm(Service service, Challenge opened, CodePrompt prompt, String typed) {
        Instant now = clock.instant();
        Challenge shown = opened.shownOn(prompt);
        return answers.of(shown, () -> verifier.verifyConfirmation(service, shown, typed, now));
    }

    /**
     * Declines a challenge on behalf of its user, and has committed when it returns. Returns false if it was answered or
     * has expired.
     */
    public boolean decline(Challenge opened) {
        boolean denied = guard.reported(opened.owner(), opened.factor(), () -> store.challenges()
                .deny(opened.owner(), opened.id(), clock.instant()));
        if (denied) {
            events.challengeDeclined(opened);
        }
        return denied;
    }

    /** Returns whether the code that the app of this factor shows now was used, so that only a later one is accepted. */
    public boolean isCurrentCodeUsed(Factor factor) {
        TimeStep current =
                TimeStep.at(clock.instant(), factor.binding().parameters().period());
        EntityKey owner = factor.binding().owner();
        return guard.reported(owner, factor.id(), () -> store.states().lastStep(owner, factor.id()))
                .filter(last -> last.compareTo(current) >= 0)
                .isPresent();
    }
}
