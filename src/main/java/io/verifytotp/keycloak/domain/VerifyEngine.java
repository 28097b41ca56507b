package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.CodePrompt;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.OneTimeCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Enrolls and verifies factors. Login, enrollment page and API all call it, and act on its outcomes.
 *
 * <p>Expected endings are values. If the key of a seed is missing or the store does not commit, an outcome is a refusal;
 * methods without an outcome throw {@link SeedUnavailableException} or {@link StoreUnavailableException}. A code is
 * passed as the user {@code typed} it, in any form that {@link OneTimeCode#parse} takes.
 */
@PublicApi
public final class VerifyEngine {
    private final Clock clock;
    private final ServiceFactors factors;
    private final VerifyEvents events;
    private final OutageGuard guard;
    private final EnrollmentVerifier enrollmentVerifier;
    private final ChallengeVerifier challengeVerifier;
    private final ReportedAnswers answers;
    private final OperationConfirmer operations;

    public VerifyEngine(
            Clock clock,
            SecureRandom random,
            SeedSealer sealer,
            VerifyStore store,
            SealedSeeds seeds,
            VerifyEvents events) {
        this.clock = clock;
        CodeMatcher matcher = new CodeMatcher(sealer);
        this.factors = new ServiceFactors(store);
        this.events = events;
        this.guard = new OutageGuard(events);
        this.enrollmentVerifier = new EnrollmentVerifier(random, sealer, matcher, store);
        this.challengeVerifier = new ChallengeVerifier(
                matcher, store, new SeedResealer(sealer, seeds, events), new OtpAdopter(store.otps(), events));
        this.answers = new ReportedAnswers(guard, events);
        this.operations = new OperationConfirmer(clock, store, challengeVerifier, answers, guard, events);
    }

    /** Returns the part that confirms and declines opened challenges on behalf of their users. */
    public OperationConfirmer operations() {
        return operations;
    }

    /** Returns whether the user has a verified factor in a Service, or a credential that {@link #factors} stands for. */
    public boolean isEnrolled(Service service, String identity) {
        return factors.anyOf(service, service.entity(identity));
    }

    /** Returns a user's verified factors, the preferred one first; without any, the OTP of Keycloak's to be adopted. */
    public List<Factor> factors(Service service, String identity) {
        return factors.of(service, service.entity(identity));
    }

    /** Returns whether the user's {@link #factors} are credentials of Keycloak's own OTP. */
    public boolean adoptsOtpOf(Service service, String identity) {
        return factors.areKeycloaks(service, service.entity(identity));
    }

    /**
     * Returns why the user may not enroll: PROOF_NEEDED if the session has not proved a factor of the user, FACTOR_LIMIT
     * if the user has the maximum; empty if the user may enroll. Confirming checks the same.
     */
    public Optional<EnrollmentVerdict> objection(Service service, Enrollee enrollee) {
        return enrollmentVerifier.rules().objection(service, enrollee);
    }

    /**
     * Returns how long and how often a user who is asked to enroll may still postpone it; empty if not at all. Always
     * empty for users with a factor. <b>Side effect:</b> the first call starts the grace period.
     */
    public Optional<Grace.Remaining> graceRemaining(Service service, String identity) {
        return enrollmentVerifier.rules().graceRemaining(service, identity, clock.instant());
    }

    /**
     * Counts that the user postpones enrollment, and has committed when it returns. A page counts once: {@code known}
     * is how many times it had been put off when the page was shown, as {@link Grace.Remaining} tells.
     */
    public PostponeResult postpone(Service service, String identity, int known) {
        return enrollmentVerifier.rules().postpone(service, identity, known, clock.instant());
    }

    /** Returns whether a further factor of this user needs a label, because the user will have several. */
    public boolean needsLabel(Service service, String identity) {
        return enrollmentVerifier.rules().needsLabel(service, service.entity(identity));
    }

    /** Makes a seed by the Service's policy and stores it as a pending factor; otherwise as {@link #register}. */
    public EnrollmentStart beginEnrollment(Service service, String identity) {
        return register(service, identity, FactorPlan.of(service.policy()));
    }

    /** Stores a pending factor as planned. */
    public EnrollmentStart register(Service service, String identity, FactorPlan plan) {
        EntityKey owner = service.entity(identity);
        FactorId id = FactorId.random();
        return guard.reported(owner, id, () -> enrollmentVerifier.register(service, owner, id, plan, clock.instant()));
    }

    /** Returns the enrollment that was begun under this id, with its seed; empty if it has expired or is complete. */
    public Optional<Enrollment> resumeEnrollment(Service service, String identity, FactorId id) {
        EntityKey owner = service.entity(identity);
        return guard.reported(owner, id, () -> enrollmentVerifier.resume(owner, id, clock.instant()));
    }

    /**
     * Verifies a pending factor with a code of its app, which uses the code up. Of several posts of one page one is
     * counted, and the others get its outcome.
     *
     * @param label the user's name for the device; may be empty if the user has no other factor, or if the factor was
     *     made with a name
     */
    public EnrollmentOutcome confirmEnrollment(
            Service service, Enrollee enrollee, EnrollmentPrompt prompt, String typed, String label) {
        FactorId id = prompt.factor();
        EntityKey owner = service.entity(enrollee.identity());
        EnrollmentOutcome outcome = guard.refuseOn(
                owner,
                id,
                () -> enrollmentVerifier.confirm(service, enrollee, prompt, typed, label, clock.instant()),
                refusal -> new EnrollmentOutcome(owner, id, EnrollmentVerdict.CODE_REFUSED, refusal));
        if (!outcome.repeated()) {
            events.enrollmentAnswered(outcome);
        }
        return outcome;
    }

    /**
     * Opens a challenge and stores it unanswered; empty if the factor has reached its limit of challenges for this hour
     * or day, or is no verified factor of this user.
     */
    public Optional<Challenge> open(Service service, String identity, FactorId factor, ChallengeRequest request) {
        Challenge challenge = challengeVerifier.newChallenge(service, identity, factor, request, clock.instant());
        return guard.reported(challenge.owner(), factor, () -> challengeVerifier.store(service, challenge));
    }

    /**
     * Opens a challenge and answers it at once. The challenge is stored even if the code is refused, except on an outage
     * and if the factor has reached its limit of challenges for this hour or day.
     */
    public ChallengeOutcome openAndAnswer(
            Service service, String identity, FactorId factor, ChallengeRequest request, String typed) {
        Instant now = clock.instant();
        Challenge challenge = challengeVerifier.newChallenge(service, identity, factor, request, now);
        return answers.of(challenge, () -> challengeVerifier.verifyAndStore(service, challenge, typed, now));
    }

    /** Answers a challenge with a code. Every outcome has been committed when this returns. */
    public ChallengeOutcome answer(Service service, Challenge challenge, String typed) {
        Instant now = clock.instant();
        return answers.of(challenge, () -> challengeVerifier.verify(service, challenge, typed, now));
    }

    /**
     * Answers a page that asks for a code. If the page's challenge is closed already, a new one is answered instead, and
     * is in the outcome. A page takes one answer: a second post with the same right code gets the same outcome, also in
     * a race, while that code is refused elsewhere; after a wrong code the second post is refused without being counted.
     *
     * @param factor the factor that the page asks for, as this request has read it; without it, or if it is another
     *     user's or not the prompt's, the verdict is UNKNOWN_FACTOR
     */
    public ChallengeOutcome answer(
            Service service, String identity, Optional<Factor> factor, CodePrompt prompt, String typed) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(service.policy().challengeLifetime());
        Challenge shown = Challenge.shown(service.entity(identity), prompt, now, expiresAt);
        return answers.of(shown, () -> challengeVerifier.verifyAtPage(service, factor, shown, typed, now));
    }
}
