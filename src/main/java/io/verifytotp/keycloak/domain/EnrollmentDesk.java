package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.Seed;
import io.verifytotp.keycloak.totp.TimeStep;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** The engine's part for enrolling: makes the seed, keeps it pending, proves that the app has it. */
record EnrollmentDesk(SecureRandom random, CodeMatcher matcher, VerifyStore store) {

    /** Why this Entity may not enroll now, whatever it types. */
    Optional<EnrollmentVerdict> objection(Service service, EntityKey owner, Optional<FactorId> proved) {
        if (!store.factors().anyOf(owner)) {
            return Optional.empty();
        }
        if (proved.flatMap(id -> store.factors().find(owner, id)).isEmpty()) {
            return Optional.of(EnrollmentVerdict.PROOF_NEEDED);
        }
        int maxFactors = service.policy().maxFactors();
        return maxFactors > 1 && store.factors().of(owner).size() >= maxFactors
                ? Optional.of(EnrollmentVerdict.FACTOR_LIMIT)
                : Optional.empty();
    }

    Enrollment begin(Service service, EntityKey owner, FactorId id, Instant now) {
        ServicePolicy policy = service.policy();
        Seed seed = Seed.random(policy.parameters().algorithm(), random);
        Binding binding = new Binding(
                owner, id, policy.parameters(), policy.skew(), matcher.sealer().seal(owner, id, seed));
        PendingFactor factor = new PendingFactor(binding, now, now.plus(policy.pendingLifetime()));
        store.enrollments().begin(factor);
        return new Enrollment(factor, seed);
    }

    Optional<Enrollment> resume(EntityKey owner, FactorId id, Instant now) {
        return pending(owner, id, now).map(factor -> new Enrollment(factor, matcher.open(factor.binding())));
    }

    EnrollmentOutcome confirm(
            Service service, Enrollee enrollee, FactorId id, String typed, String label, Instant now) {
        EntityKey owner = service.entity(enrollee.identity());
        Optional<PendingFactor> found = pending(owner, id, now);
        if (found.isEmpty()) {
            return unsettled(owner, id, EnrollmentVerdict.GONE);
        }
        PendingFactor factor = found.get();
        String device = DeviceLabel.normalise(label);
        Optional<EnrollmentVerdict> objection =
                objection(service, owner, enrollee.proved()).or(() -> objectionToLabel(service, owner, device));
        if (objection.isPresent()) {
            return unsettled(owner, id, objection.get());
        }
        Settlement settlement = settle(service, factor, typed, now);
        if (settlement.verdict() != Verdict.APPROVED) {
            return new EnrollmentOutcome(owner, id, EnrollmentVerdict.CODE_REFUSED, settlement);
        }
        EnrollmentVerdict promoted =
                store.enrollments().promote(factor, device, service.policy().maxFactors(), enrollee.proved(), now);
        return new EnrollmentOutcome(owner, id, promoted, settlement);
    }

    private Optional<PendingFactor> pending(EntityKey owner, FactorId id, Instant now) {
        return store.enrollments().find(owner, id).filter(factor -> now.isBefore(factor.expiresAt()));
    }

    boolean needsLabel(Service service, EntityKey owner) {
        return service.policy().maxFactors() > 1 && store.factors().anyOf(owner);
    }

    /** Asked before the code is looked at, so that a wrong label does not cost the user a code. */
    private Optional<EnrollmentVerdict> objectionToLabel(Service service, EntityKey owner, String label) {
        if (label.length() > DeviceLabel.MAX_LENGTH) {
            return Optional.of(EnrollmentVerdict.LABEL_TOO_LONG);
        }
        if (!needsLabel(service, owner)) {
            return Optional.empty();
        }
        if (label.isEmpty()) {
            return Optional.of(EnrollmentVerdict.LABEL_MISSING);
        }
        return store.factors().of(owner).stream()
                        .anyMatch(other -> other.label().equals(label))
                ? Optional.of(EnrollmentVerdict.LABEL_TAKEN)
                : Optional.empty();
    }

    private Settlement settle(Service service, PendingFactor factor, String typed, Instant now) {
        Binding binding = factor.binding();
        int digits = binding.parameters().digits();
        Optional<OneTimeCode> code = OneTimeCode.parse(typed, digits);
        if (code.isEmpty()) {
            return Settlement.of(Verdict.MALFORMED);
        }
        Optional<TimeStep> step = matcher.findStep(binding, code.get(), now);
        return step.isPresent()
                ? store.ledger().claimEnrollmentStep(factor, step.get(), now)
                : store.ledger()
                        .countEnrollmentFailure(
                                factor, service.policy().budgets().forCodesOf(digits), now);
    }

    private static EnrollmentOutcome unsettled(EntityKey owner, FactorId id, EnrollmentVerdict verdict) {
        return new EnrollmentOutcome(owner, id, verdict, Settlement.of(Verdict.MALFORMED));
    }
}
