package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.factor.FactorPlan;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import org.keycloak.events.admin.OperationType;

/** Creates Factors, and verifies them with their first code. */
public final class FactorEnrollment {
    private static final int ATTEMPTS = 60_310;
    static final int TOO_MANY = 60_315;
    private static final int EXISTS = 60_317;
    static final int TOO_MANY_TODAY = 60_326;
    private static final int ILLEGAL_STATUS = 60_383;

    private FactorEnrollment() {}

    public static ApiResponse create(ApiCall call, Service service, EntityKey owner) {
        FactorPlan plan = new FactorParameters(call.parameters()).plan(service.policy());
        EnrollmentStart start = call.engine().register(service, owner.identity(), plan);
        Enrollment enrollment = start.enrollment().orElseThrow(() -> refused(start.outcome()));
        RegisteredFactor factor =
                Targets.findFactor(call, owner, enrollment.factor().id());
        call.events().changed(OperationType.CREATE, owner, factor.id());
        OtpAuthUri uri = new OtpAuthUri(
                call.verify().names().issuer(service, owner.identity()),
                factor.notes().name(),
                enrollment.seed(),
                factor.binding().parameters(),
                service.policy().image());
        return ApiResponse.created(FactorRepresentation.ofNew(factor, uri, call));
    }

    private static ApiError refused(EnrollmentStart.Outcome reason) {
        return switch (reason) {
            case STARTED -> throw new IllegalStateException("an accepted request has an enrollment");
            case SEED_IN_USE ->
                ApiError.of(409, EXISTS, "The Entity already has a Factor with this Binding.Secret; use that Factor");
            case FACTOR_LIMIT ->
                ApiError.of(400, TOO_MANY, "Maximum number of Factors reached for this Entity; delete one first");
            case DAILY_LIMIT ->
                ApiError.of(429, TOO_MANY_TODAY, "Too many new Factors for this Entity within 24 hours; retry later");
        };
    }

    /** Verifies a factor with a code. A wrong code is no error on the wire: the factor stays unverified. */
    static RegisteredFactor verify(ApiCall call, Service service, RegisteredFactor factor, String typed) {
        EntityKey owner = factor.binding().owner();
        EnrollmentOutcome outcome = call.engine()
                .confirmEnrollment(
                        service, Enrollee.managed(owner.identity()), EnrollmentPrompt.api(factor.id()), typed, "");
        call.events().enrolled(outcome);
        return switch (outcome.verdict()) {
            case VERIFIED -> {
                call.events().changed(OperationType.UPDATE, owner, factor.id());
                // Nothing is read once a code is used up: reading can fail.
                yield factor.verified(call.now());
            }
            case CODE_REFUSED -> {
                refuse(outcome.result().verdict());
                yield stillUnverified(call, factor);
            }
            case FACTOR_LIMIT -> throw refused(EnrollmentStart.Outcome.FACTOR_LIMIT);
            case GONE -> stillUnverified(call, factor);
            // Only people are asked for these; a label that a concurrent request took leaves the factor unverified.
            case LABEL_MISSING, LABEL_TAKEN, LABEL_TOO_LONG, PROOF_NEEDED -> factor;
        };
    }

    private static RegisteredFactor stillUnverified(ApiCall call, RegisteredFactor factor) {
        RegisteredFactor current = Targets.findFactor(call, factor.binding().owner(), factor.id());
        requireUnverified(current); // a concurrent request may have verified it
        return current;
    }

    /** Throws the API's 403 for a verified factor: it takes no code on its own. */
    static void requireUnverified(RegisteredFactor factor) {
        if (factor.isVerified()) {
            throw ApiError.of(403, ILLEGAL_STATUS, "The Factor is already verified; answer a Challenge instead");
        }
    }

    private static void refuse(Verdict verdict) {
        switch (verdict) {
            case CHALLENGE_CLOSED ->
                throw ApiError.of(429, ATTEMPTS, "Maximum attempts reached for this Factor; create a new one");
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> throw ApiError.unavailable();
            case APPROVED,
                    WRONG_CODE,
                    MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR -> {
                // the representation shows the factor as unverified
            }
        }
    }
}
