package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.TimeStep;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The one place that verifies. Every door (login, enrollment, API) asks here and does what the outcome says.
 *
 * <p>Expected endings are values. Where a seed can't be opened or the store does not commit, the outcome refuses.
 */
public final class VerifyEngine {
    private final Clock clock;
    private final CodeMatcher matcher;
    private final VerifyStore store;
    private final VerifyEvents events;
    private final Outages outages;
    private final EnrollmentDesk enrollmentDesk;

    public VerifyEngine(Clock clock, SecureRandom random, SeedSealer sealer, VerifyStore store, VerifyEvents events) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.matcher = new CodeMatcher(sealer);
        this.store = Objects.requireNonNull(store, "store");
        this.events = Objects.requireNonNull(events, "events");
        this.outages = new Outages(events);
        this.enrollmentDesk = new EnrollmentDesk(random, matcher, store);
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
     * Why the user may not enroll in this session: PROOF_NEEDED where there is a factor that the session has not proved,
     * FACTOR_LIMIT where there is no room for a further one; empty if the user may. Confirming asks the same again.
     */
    public Optional<EnrollmentVerdict> objection(Service service, Enrollee enrollee) {
        return enrollmentDesk.objection(service, service.entity(enrollee.identity()), enrollee.proved());
    }

    /** Whether a further factor of this user needs a label, because there will be several to tell apart. */
    public boolean needsLabel(Service service, String identity) {
        return enrollmentDesk.needsLabel(service, service.entity(identity));
    }

    /**
     * Makes a seed and keeps it as a pending factor.
     *
     * @throws SeedUnavailableException if there is no key to seal the seed with
     * @throws StoreUnavailableException if it could not be kept
     */
    public Enrollment beginEnrollment(Service service, String identity) {
        EntityKey owner = service.entity(identity);
        FactorId id = FactorId.random();
        return outages.reported(owner, id, () -> enrollmentDesk.begin(service, owner, id, clock.instant()));
    }

    /**
     * The enrollment that was begun under this id, with the same seed; empty if it has expired or is done.
     *
     * @throws SeedUnavailableException if its seed can't be opened
     */
    public Optional<Enrollment> resumeEnrollment(Service service, String identity, FactorId id) {
        EntityKey owner = service.entity(identity);
        return outages.reported(owner, id, () -> enrollmentDesk.resume(owner, id, clock.instant()));
    }

    /**
     * Verifies a pending factor with a code of its app. The code is spent by it, as by any other use.
     *
     * @param typed what the user typed as the code, in any form that {@link OneTimeCode#parse} takes
     * @param label the user's name for the device; may be empty while the user has no other factor
     */
    public EnrollmentOutcome confirmEnrollment(
            Service service, Enrollee enrollee, FactorId id, String typed, String label) {
        EntityKey owner = service.entity(enrollee.identity());
        EnrollmentOutcome outcome = outages.refuseOn(
                owner,
                id,
                () -> enrollmentDesk.confirm(service, enrollee, id, typed, label, clock.instant()),
                refusal -> new EnrollmentOutcome(owner, id, EnrollmentVerdict.CODE_REFUSED, refusal));
        events.enrollmentAnswered(outcome);
        return outcome;
    }

    /**
     * The challenge to answer next: the current one while it is open, else a new one. Nothing is written; a new
     * challenge gets into the store with its first answer.
     *
     * @param current the challenge that the caller remembers, if any
     * @param client client id of the application on whose behalf the user is asked, if any
     */
    public Challenge challenge(
            Service service, String identity, FactorId factor, Optional<ChallengeId> current, Optional<String> client) {
        EntityKey owner = service.entity(identity);
        Instant now = clock.instant();
        int attempts = service.policy().budgets().attemptsPerChallenge();
        Optional<Challenge> open = outages.refuseOn(
                owner,
                factor,
                () -> current.flatMap(id -> store.challenges().find(owner, id)),
                refusal -> Optional.<Challenge>empty());
        return open.filter(challenge -> challenge.factor().equals(factor) && challenge.isOpenAt(now, attempts))
                .orElseGet(() -> new Challenge(
                        ChallengeId.random(),
                        owner,
                        factor,
                        client,
                        ChallengeStatus.PENDING,
                        0,
                        now,
                        now.plus(service.policy().challengeLifetime()),
                        false));
    }

    /**
     * Answers a challenge with a code. Whatever the outcome, it has been committed when this returns.
     *
     * @param typed what the user typed, in any form that {@link OneTimeCode#parse} takes
     */
    public ChallengeOutcome answer(Service service, Challenge challenge, String typed) {
        Settlement settlement = outages.refuseOn(
                challenge.owner(),
                challenge.factor(),
                () -> settle(service, challenge, typed, clock.instant()),
                refusal -> refusal);
        ChallengeOutcome outcome = new ChallengeOutcome(challenge, settlement);
        events.challengeAnswered(outcome);
        return outcome;
    }

    private Settlement settle(Service service, Challenge challenge, String typed, Instant now) {
        Optional<Factor> factor = store.factors().find(challenge.owner(), challenge.factor());
        if (factor.isEmpty()) {
            return Settlement.of(Verdict.UNKNOWN_FACTOR);
        }
        Binding binding = factor.get().binding();
        int digits = binding.parameters().digits();
        Budgets budgets = service.policy().budgets().forCodesOf(digits);
        Optional<OneTimeCode> code = OneTimeCode.parse(typed, digits);
        if (code.isEmpty()) {
            return Settlement.of(Verdict.MALFORMED);
        }
        if (!challenge.isOpenAt(now, budgets.attemptsPerChallenge())) {
            return Settlement.of(Verdict.CHALLENGE_CLOSED);
        }
        Optional<TimeStep> step = matcher.findStep(binding, code.get(), now);
        return step.isPresent()
                ? store.ledger().claimStep(challenge, budgets, step.get(), now)
                : store.ledger().countFailure(challenge, budgets, now);
    }
}
