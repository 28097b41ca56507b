package io.verifytotp.keycloak.domain;

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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one place that verifies. Every door (login, enrollment, API) asks here and does what the outcome says.
 *
 * <p>Expected endings are values. Where a seed can't be opened or the store does not commit, the outcome refuses.
 */
public final class VerifyEngine {
    private final Clock clock;
    private final VerifyStore store;
    private final VerifyEvents events;
    private final OutageGuard guard;
    private final GracePeriods gracePeriods;
    private final EnrollmentVerifier enrollmentVerifier;
    private final ChallengeVerifier challengeVerifier;

    public VerifyEngine(
            Clock clock,
            SecureRandom random,
            SeedSealer sealer,
            VerifyStore store,
            SealedSeeds seeds,
            VerifyEvents events) {
        this.clock = Objects.requireNonNull(clock, "clock");
        CodeMatcher matcher = new CodeMatcher(sealer);
        this.store = Objects.requireNonNull(store, "store");
        this.events = Objects.requireNonNull(events, "events");
        this.guard = new OutageGuard(events);
        this.gracePeriods = new GracePeriods(store);
        this.enrollmentVerifier = new EnrollmentVerifier(random, sealer, matcher, store);
        this.challengeVerifier = new ChallengeVerifier(matcher, store, new SeedResealer(sealer, seeds, events));
    }

    /** Whether the user has a verified factor in a Service, be it one that can't be read and so verifies nothing. */
    public boolean isEnrolled(Service service, String identity) {
        return store.factors().anyOf(service.entity(identity));
    }

    /** The verified factors of a user in a Service, the preferred one first. */
    public List<Factor> factors(Service service, String identity) {
        return store.factors().of(service.entity(identity));
    }

    /**
     * Why the user may not enroll: PROOF_NEEDED where there is a factor that the session has not proved, FACTOR_LIMIT
     * where there is no room for a further one; empty if the user may. Confirming asks the same again.
     */
    public Optional<EnrollmentVerdict> objection(Service service, Enrollee enrollee) {
        return enrollmentVerifier.rules().objection(service, enrollee);
    }

    /**
     * Whether the user, who is being asked to enroll, may put it off, and for how long; empty if not. Never for who has
     * a factor. The first time that this is asked begins the period.
     *
     * @throws StoreUnavailableException if that could not be kept
     */
    public Optional<Grace.Remaining> graceRemaining(Service service, String identity) {
        return gracePeriods.graceRemaining(service, identity, clock.instant());
    }

    /**
     * The user puts enrollment off at a page. It has been counted when this returns. A page takes one answer.
     *
     * @param known how many times it had been put off when the page was shown, as {@link Grace.Remaining} tells
     * @throws StoreUnavailableException if it could not be counted
     */
    public PostponeResult postpone(Service service, String identity, int known) {
        return gracePeriods.postpone(service, identity, known, clock.instant());
    }

    /** Whether a further factor of this user needs a label, because there will be several to tell apart. */
    public boolean needsLabel(Service service, String identity) {
        return enrollmentVerifier.rules().needsLabel(service, service.entity(identity));
    }

    /** Makes a seed as the Service's policy says and keeps it as a pending factor; otherwise as {@link #register}. */
    public EnrollmentStart beginEnrollment(Service service, String identity) {
        return register(service, identity, FactorPlan.of(service.policy()));
    }

    /**
     * Keeps a pending factor as planned.
     *
     * @throws SeedUnavailableException if there is no key to seal the seed with
     * @throws StoreUnavailableException if it could not be kept
     */
    public EnrollmentStart register(Service service, String identity, FactorPlan plan) {
        EntityKey owner = service.entity(identity);
        FactorId id = FactorId.random();
        return guard.reported(owner, id, () -> enrollmentVerifier.register(service, owner, id, plan, clock.instant()));
    }

    /**
     * The enrollment that was begun under this id, with the same seed; empty if it has expired or is done.
     *
     * @throws SeedUnavailableException if its seed can't be opened
     */
    public Optional<Enrollment> resumeEnrollment(Service service, String identity, FactorId id) {
        EntityKey owner = service.entity(identity);
        return guard.reported(owner, id, () -> enrollmentVerifier.resume(owner, id, clock.instant()));
    }

    /**
     * Verifies a pending factor with a code of its app. The code is spent by it, as by any other use. A page takes one
     * answer: of the posts of one page one is counted, and the others have its outcome.
     *
     * @param typed what the user typed as the code, in any form that {@link OneTimeCode#parse} takes
     * @param label the user's name for the device; may be empty while the user has no other factor, and where the
     *     factor was made with a name
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
     * Opens a challenge and keeps it unanswered; empty where the factor had all its challenges of this hour or day, or
     * is no verified one of the user's.
     *
     * @throws StoreUnavailableException if it could not be kept
     */
    public Optional<Challenge> open(Service service, String identity, FactorId factor, ChallengeRequest terms) {
        EntityKey owner = service.entity(identity);
        Challenge challenge = challengeVerifier.newChallenge(service, owner, factor, terms, clock.instant());
        return guard.reported(owner, factor, () -> challengeVerifier.store(service, challenge));
    }

    /**
     * Opens a challenge and answers it at once. It is kept whatever becomes of the code, save for an outage and where
     * the factor had all its challenges of this hour or day.
     */
    public ChallengeOutcome openAndAnswer(
            Service service, String identity, FactorId factor, ChallengeRequest terms, String typed) {
        EntityKey owner = service.entity(identity);
        Challenge challenge = challengeVerifier.newChallenge(service, owner, factor, terms, clock.instant());
        return answered(challenge, now -> challengeVerifier.verifyAndRecord(service, challenge, typed, now));
    }

    /**
     * Answers a challenge with a code. Whatever the outcome, it has been committed when this returns.
     *
     * @param typed what the user typed, in any form that {@link OneTimeCode#parse} takes
     */
    public ChallengeOutcome answer(Service service, Challenge challenge, String typed) {
        return answered(challenge, now -> challengeVerifier.verifyCode(service, challenge, typed, now));
    }

    /**
     * Answers the page that asks a user for a code. A challenge that the page's answers have closed is followed by a new
     * one: the outcome tells which was answered. A page takes one answer. Two posts of one page with the same right code
     * have the same outcome, however they race; whoever sends that code in another login, or at another door, is refused.
     * Where a wrong code came first, the other post is refused with it, and nothing is counted again.
     *
     * @param typed what the user typed, in any form that {@link OneTimeCode#parse} takes
     */
    public ChallengeOutcome answer(Service service, String identity, CodePrompt prompt, String typed) {
        EntityKey owner = service.entity(identity);
        Instant asked = clock.instant();
        Challenge shown = Challenge.shown(owner, prompt, asked, asked);
        return answered(shown, now -> challengeVerifier.verifyAtPage(service, owner, prompt, typed, now));
    }

    private ChallengeOutcome answered(Challenge challenge, Function<Instant, ChallengeOutcome> answer) {
        ChallengeOutcome outcome = guard.refuseOn(
                challenge.owner(),
                challenge.factor(),
                () -> answer.apply(clock.instant()),
                refusal -> new ChallengeOutcome(challenge, refusal));
        if (!outcome.repeated()) {
            events.challengeAnswered(outcome);
        }
        return outcome;
    }
}
