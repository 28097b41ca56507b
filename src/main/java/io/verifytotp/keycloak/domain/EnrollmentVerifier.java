package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TimeStep;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Starts enrollments, and verifies pending factors with a code. */
final class EnrollmentVerifier {
    private final SecureRandom random;
    private final PlanSealer sealer;
    private final CodeMatcher matcher;
    private final VerifyStore store;
    private final EnrollmentRules rules;

    EnrollmentVerifier(SecureRandom random, SeedSealer sealer, CodeMatcher matcher, VerifyStore store) {
        this.random = random;
        this.sealer = new PlanSealer(sealer);
        this.matcher = matcher;
        this.store = store;
        this.rules = new EnrollmentRules(new ServiceFactors(store), store.enrollments());
    }

    EnrollmentRules rules() {
        return rules;
    }

    EnrollmentStart register(Service service, EntityKey owner, FactorId id, FactorPlan plan, Instant now) {
        if (rules.hasReachedLimit(service, owner)) {
            return EnrollmentStart.refused(EnrollmentStart.Outcome.FACTOR_LIMIT);
        }
        if (plan.seed().isPresent() && isInUse(owner, plan.seed().get())) {
            return EnrollmentStart.refused(EnrollmentStart.Outcome.SEED_IN_USE);
        }
        Seed seed = plan.seed().orElseGet(() -> Seed.random(plan.parameters().algorithm(), random));
        PendingFactor factor = sealer.seal(service, owner, id, plan, seed, now);
        EnrollmentStart.Outcome outcome = plan.seed().isPresent()
                ? beginWith(seed, factor)
                : store.enrollments().begin(factor);
        return outcome == EnrollmentStart.Outcome.STARTED
                ? EnrollmentStart.of(new Enrollment(factor, seed, 0))
                : EnrollmentStart.refused(outcome);
    }

    /** Compares the seed with the Entity's pending ones, most before the Entity is locked: opening seeds takes time. */
    private EnrollmentStart.Outcome beginWith(Seed seed, PendingFactor factor) {
        Set<FactorId> compared = new HashSet<>();
        for (PendingFactor other : store.enrollments().of(factor.binding().owner())) {
            if (factor.createdAt().isBefore(other.expiresAt())) {
                if (seed.sameAs(matcher.open(other.binding()))) {
                    return EnrollmentStart.Outcome.SEED_IN_USE;
                }
                compared.add(other.id());
            }
        }
        return store.enrollments()
                .begin(factor, other -> !compared.contains(other.id()) && seed.sameAs(matcher.open(other.binding())));
    }

    Optional<Enrollment> resume(EntityKey owner, FactorId id, Instant now) {
        return pending(owner, id, now)
                .map(factor -> new Enrollment(
                        factor, matcher.open(factor.binding()), store.states().failures(factor)));
    }

    EnrollmentOutcome confirm(
            Service service, Enrollee enrollee, EnrollmentPrompt prompt, String typed, String label, Instant now) {
        FactorId id = prompt.factor();
        EntityKey owner = service.entity(enrollee.identity());
        EnrollmentOutcome outcome = pending(owner, id, now)
                .map(factor -> confirm(service, enrollee, factor, prompt.failures(), typed, label, now))
                .orElseGet(() -> unevaluated(owner, id, EnrollmentVerdict.GONE));
        // Whatever the refusal: the first of two posts may have verified the factor while this one was being decided.
        boolean mayBeRepeated = outcome.verdict() != EnrollmentVerdict.VERIFIED && !outcome.repeated();
        return mayBeRepeated && isVerifiedBy(enrollee, owner, id, typed, now)
                ? new EnrollmentOutcome(owner, id, EnrollmentVerdict.VERIFIED, AttemptResult.of(Verdict.APPROVED), true)
                : outcome;
    }

    private EnrollmentOutcome confirm(
            Service service,
            Enrollee enrollee,
            PendingFactor factor,
            OptionalInt known,
            String typed,
            String label,
            Instant now) {
        EntityKey owner = factor.binding().owner();
        FactorNotes notes = notes(factor, DeviceLabel.normalise(label));
        Optional<EnrollmentVerdict> objection =
                rules.objection(service, enrollee).or(() -> rules.objectionToLabel(service, enrollee, notes.name()));
        if (objection.isPresent()) {
            return unevaluated(owner, factor.id(), objection.get());
        }
        AttemptResult result = verifyCode(service, enrollee, factor, known, typed, now);
        if (result.verdict() == Verdict.CHALLENGE_CLOSED && !enrollee.authorised()) {
            // Refused whether its code is right or wrong, so that a page allows one guess.
            AttemptResult first = new AttemptResult(Verdict.WRONG_CODE, result.lockedUntil());
            return new EnrollmentOutcome(owner, factor.id(), EnrollmentVerdict.CODE_REFUSED, first, true);
        }
        boolean again = result.verdict() == Verdict.ALREADY_USED && isLastStep(enrollee, factor.binding(), typed, now);
        if (result.verdict() != Verdict.APPROVED && !again) {
            return new EnrollmentOutcome(owner, factor.id(), EnrollmentVerdict.CODE_REFUSED, result);
        }
        EnrollmentVerdict verdict =
                store.enrollments().promote(factor, notes, service.policy().maxFactors(), enrollee, now);
        return new EnrollmentOutcome(owner, factor.id(), verdict, AttemptResult.of(Verdict.APPROVED));
    }

    /** Returns whether this code has just verified the factor, so that the user has sent the form twice. */
    private boolean isVerifiedBy(Enrollee enrollee, EntityKey owner, FactorId id, String typed, Instant now) {
        if (enrollee.authorised()) {
            return false; // only a session of the user knows the pending factor; a program gets GONE
        }
        return store.factors()
                .findCommitted(owner, id)
                .filter(factor -> isLastStep(enrollee, factor.binding(), typed, now))
                .isPresent();
    }

    private boolean isLastStep(Enrollee enrollee, TotpBinding binding, String typed, Instant now) {
        if (enrollee.authorised()) {
            return false;
        }
        Optional<TimeStep> step = OneTimeCode.parse(typed, binding.parameters().digits())
                .flatMap(code -> matcher.findStep(binding, code, now));
        return step.isPresent() && step.equals(store.states().lastStep(binding.owner(), binding.factor()));
    }

    private Optional<PendingFactor> pending(EntityKey owner, FactorId id, Instant now) {
        return store.enrollments().find(owner, id).filter(factor -> now.isBefore(factor.expiresAt()));
    }

    /** Returns the notes of the pending factor, with the user's label as the name if there is one. */
    private FactorNotes notes(PendingFactor factor, String label) {
        FactorNotes notes = matcher.notes(factor);
        return label.isEmpty() ? notes : notes.named(label);
    }

    private boolean isInUse(EntityKey owner, Seed seed) {
        return store.factors().of(owner).stream()
                .map(factor -> matcher.open(factor.binding()))
                .anyMatch(seed::sameAs);
    }

    private AttemptResult verifyCode(
            Service service, Enrollee enrollee, PendingFactor factor, OptionalInt known, String typed, Instant now) {
        TotpBinding binding = factor.binding();
        int digits = binding.parameters().digits();
        Optional<OneTimeCode> code = OneTimeCode.parse(typed, digits);
        if (code.isEmpty()) {
            return AttemptResult.of(Verdict.MALFORMED);
        }
        Budgets budgets = service.policy().budgets().forCodesOf(digits);
        if (enrollee.authorised()) {
            // Over the API, an enrollment has the attempts of one challenge, as the wire contract demands.
            if (store.states().failures(factor) >= budgets.attemptsPerChallenge()) {
                return AttemptResult.of(Verdict.CHALLENGE_CLOSED);
            }
            budgets = budgets.lockingAfterOneChallenge();
        }
        Optional<TimeStep> step = matcher.findStep(binding, code.get(), now);
        return step.isPresent()
                ? store.ledger().claimEnrollmentStep(factor, known, step.get(), now)
                : store.ledger().countEnrollmentFailure(factor, known, budgets, now);
    }

    private static EnrollmentOutcome unevaluated(EntityKey owner, FactorId id, EnrollmentVerdict verdict) {
        return new EnrollmentOutcome(owner, id, verdict, AttemptResult.of(Verdict.MALFORMED));
    }
}
