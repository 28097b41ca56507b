package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.access.ApiRole;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.OperationType;

/** Operations on Factors. */
public final class FactorsResource {
    private static final int ATTEMPTS = 60_310;
    private static final int TOO_MANY = 60_315;
    private static final int EXISTS = 60_317;
    private static final int TOO_MANY_TODAY = 60_326;
    private static final int ILLEGAL_STATUS = 60_383;

    private FactorsResource() {}

    public static ApiResponse list(ApiCall call) {
        EntityKey owner = entity(call, call.key(call.service()));
        Paging paging = Paging.of(call.parameters());
        return ApiResponse.ok(paging.envelope(
                "factors",
                call.links().factors(owner),
                call.verify().administration().factors(owner, paging.request()),
                FactorsResource::position,
                factor -> FactorRepresentation.of(factor, call)));
    }

    public static ApiResponse create(ApiCall call) {
        ConfiguredService service = call.service();
        EntityKey owner = call.keyToChange(service);
        FactorParameters given = new FactorParameters(call.parameters());
        EnrollmentStart registration = call.verify()
                .engine()
                .register(
                        service.service(),
                        owner.identity(),
                        given.plan(service.service().policy()));
        Enrollment enrollment = registration.enrollment().orElseThrow(() -> refused(registration.outcome()));
        RegisteredFactor factor = found(call, owner, enrollment.factor().id());
        report(call, OperationType.CREATE, owner, factor.id());
        OtpAuthUri uri = new OtpAuthUri(
                call.verify().names().issuer(service.service(), owner.identity()),
                factor.notes().name(),
                enrollment.seed(),
                factor.binding().parameters(),
                service.service().policy().image());
        return ApiResponse.created(FactorRepresentation.ofNew(factor, uri, call));
    }

    private static ApiError refused(EnrollmentStart.Outcome outcome) {
        return switch (outcome) {
            case STARTED -> throw new IllegalStateException("a started enrollment is present");
            case SEED_IN_USE -> ApiError.of(409, EXISTS, "The Entity has a Factor with this Binding.Secret");
            case FACTOR_LIMIT -> ApiError.of(400, TOO_MANY, "The Entity has as many Factors as it may have");
            case DAILY_LIMIT ->
                ApiError.of(429, TOO_MANY_TODAY, "The Entity had as many new Factors as it may have within a day");
        };
    }

    public static ApiResponse fetch(ApiCall call) {
        EntityKey owner = call.key(call.service());
        return ApiResponse.ok(FactorRepresentation.of(found(call, owner, id(call)), call));
    }

    public static ApiResponse update(ApiCall call) {
        ConfiguredService service = call.service();
        FactorParameters given = new FactorParameters(call.parameters());
        EntityKey owner = keyToUpdate(call, service, given);
        RegisteredFactor factor = found(call, owner, id(call));
        Optional<FactorChange> change = given.change(factor);
        Optional<String> code = given.code();
        if (code.isPresent() && factor.isVerified()) {
            throw verifiedAlready();
        }
        RegisteredFactor changed = change.isEmpty()
                ? factor
                : call.verify()
                        .administration()
                        .change(owner, factor, change.get())
                        .orElseThrow(call::notFound);
        if (given.unlock()) {
            changed = call.verify().administration().unlock(owner, changed);
        }
        if (change.isPresent() || code.isEmpty()) {
            report(call, OperationType.UPDATE, owner, factor.id());
        }
        RegisteredFactor result = code.isPresent() ? verify(call, service, changed, code.get()) : changed;
        return ApiResponse.ok(FactorRepresentation.of(result, call));
    }

    /** Help desks unlock, and it takes less than a change does: what is unlocked was there before. */
    private static EntityKey keyToUpdate(ApiCall call, ConfiguredService service, FactorParameters given) {
        if (given.onlyUnlock()) {
            return call.keyToUnlock(service);
        }
        call.permissions().require(Set.of(ApiRole.MANAGE));
        return call.keyToChange(service);
    }

    /** A wrong code is no error on the wire: the factor stays unverified. */
    private static RegisteredFactor verify(
            ApiCall call, ConfiguredService service, RegisteredFactor factor, String typed) {
        EntityKey owner = factor.binding().owner();
        EnrollmentOutcome outcome = call.verify()
                .engine()
                .confirmEnrollment(
                        service.service(),
                        Enrollee.managed(owner.identity()),
                        EnrollmentPrompt.api(factor.id()),
                        typed,
                        "");
        call.events().enrolled(outcome);
        return switch (outcome.verdict()) {
            case VERIFIED -> {
                report(call, OperationType.UPDATE, owner, factor.id());
                // Nothing is read after a code was spent: reading may fail.
                yield factor.verified(call.verify().clock().instant());
            }
            case CODE_REFUSED -> {
                refuse(outcome.result().verdict());
                yield stillUnverified(call, factor);
            }
            case FACTOR_LIMIT -> throw refused(EnrollmentStart.Outcome.FACTOR_LIMIT);
            case GONE -> stillUnverified(call, factor);
            // These are asked of people; a label taken by a request beside this one leaves the factor unverified.
            case LABEL_MISSING, LABEL_TAKEN, LABEL_TOO_LONG, PROOF_NEEDED -> factor;
        };
    }

    /** The factor as it is; one that a request beside this one has verified takes no code any more. */
    private static RegisteredFactor stillUnverified(ApiCall call, RegisteredFactor factor) {
        RegisteredFactor current = found(call, factor.binding().owner(), factor.id());
        if (current.isVerified()) {
            throw verifiedAlready();
        }
        return current;
    }

    private static ApiError verifiedAlready() {
        return ApiError.of(403, ILLEGAL_STATUS, "The Factor is verified; codes are verified by Challenges");
    }

    private static void refuse(Verdict verdict) {
        switch (verdict) {
            case CHALLENGE_CLOSED ->
                throw ApiError.of(429, ATTEMPTS, "The Factor had all its attempts; make a new one");
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> throw ApiError.unavailable();
            case APPROVED,
                    WRONG_CODE,
                    MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR -> {
                // the answer shows it as it is: unverified
            }
        }
    }

    public static ApiResponse delete(ApiCall call) {
        EntityKey owner = call.keyToChange(call.service());
        RegisteredFactor factor = found(call, owner, id(call));
        if (!call.verify().administration().removeFactor(owner, factor.id())) {
            throw call.notFound();
        }
        report(call, OperationType.DELETE, owner, factor.id());
        if (factor.isVerified()) {
            call.events().removed(owner.identity(), factor.id());
        }
        return ApiResponse.gone();
    }

    /** The factor that the path names; 404 without it. */
    static FactorId id(ApiCall call) {
        return FactorId.parse(call.names().get(ApiCall.FACTOR)).orElseThrow(call::notFound);
    }

    private static RegisteredFactor found(ApiCall call, EntityKey owner, FactorId id) {
        return call.verify().administration().factor(owner, id).orElseThrow(call::notFound);
    }

    /** The same key, if it is an Entity's; 404 if not. */
    static EntityKey entity(ApiCall call, EntityKey key) {
        return call.verify()
                .administration()
                .entity(key)
                .orElseThrow(call::notFound)
                .key();
    }

    private static Position position(RegisteredFactor factor) {
        return new Position(factor.state().createdAt(), factor.id().value());
    }

    private static void report(ApiCall call, OperationType operation, EntityKey owner, FactorId id) {
        call.events().changed(operation, ApiEvents.FACTOR, call.links().factor(owner, id), id.publicId());
    }
}
