package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Operations on Challenges. */
public final class ChallengesResource {
    private static final int ATTEMPTS = 60_308;
    private static final int TOO_MANY = 60_312;
    private static final int UNVERIFIED = 60_318;
    private static final int RESPONDED = 60_322;
    private static final int EXPIRED = 60_323;

    private ChallengesResource() {}

    public static ApiResponse list(ApiCall call) {
        EntityKey owner = FactorsResource.entity(call, call.key(call.service()));
        ChallengeQuery query = ChallengeQuery.of(call.parameters());
        ChallengeFilter filter = query.filter();
        return ApiResponse.ok(query.paging()
                .envelope(
                        "challenges",
                        call.links().challenges(owner),
                        call.verify()
                                .administration()
                                .challenges(owner, filter, query.paging().request()),
                        ChallengesResource::position,
                        challenge -> ChallengeRepresentation.of(challenge, call)));
    }

    public static ApiResponse create(ApiCall call) {
        ConfiguredService service = call.service();
        EntityKey owner = call.keyToChange(service);
        requireEntity(call, service, owner);
        ChallengeParameters given =
                new ChallengeParameters(call.parameters(), call.verify().clock().instant());
        FactorId factor = verifiedFactor(call, service, owner, given.factor());
        Optional<String> code = FactorParameters.code(call.parameters());
        return code.isPresent()
                ? openAndAnswer(call, service, owner, factor, given, code.get())
                : open(call, service, owner, factor, given);
    }

    private static ApiResponse open(
            ApiCall call, ConfiguredService service, EntityKey owner, FactorId factor, ChallengeParameters given) {
        Challenge challenge = call.verify()
                .engine()
                .open(service.service(), owner.identity(), factor, given.terms())
                .orElseThrow(ChallengesResource::tooMany);
        report(call, OperationType.CREATE, challenge);
        return ApiResponse.created(ChallengeRepresentation.of(challenge, call));
    }

    private static ApiResponse openAndAnswer(
            ApiCall call,
            ConfiguredService service,
            EntityKey owner,
            FactorId factor,
            ChallengeParameters given,
            String code) {
        ChallengeOutcome outcome =
                call.verify().engine().openAndAnswer(service.service(), owner.identity(), factor, given.terms(), code);
        call.events().answered(outcome);
        refuse(call, outcome);
        report(call, OperationType.CREATE, outcome.challenge());
        return ApiResponse.created(representation(outcome, call));
    }

    public static ApiResponse fetch(ApiCall call) {
        EntityKey owner = call.key(call.service());
        return ApiResponse.ok(ChallengeRepresentation.of(found(call, owner, id(call)), call));
    }

    public static ApiResponse update(ApiCall call) {
        ConfiguredService service = call.service();
        EntityKey owner = call.keyToChange(service);
        Challenge challenge = found(call, owner, id(call));
        Optional<String> metadata = ChallengeParameters.metadata(call.parameters());
        Optional<String> code = FactorParameters.code(call.parameters());
        if (metadata.isEmpty() && code.isEmpty()) {
            return ApiResponse.ok(ChallengeRepresentation.of(challenge, call));
        }
        // Before the code is looked at: once that is spent, nothing may fail any more.
        metadata.ifPresent(text -> annotate(call, owner, challenge.id(), text));
        Challenge current = metadata.isPresent() ? found(call, owner, challenge.id()) : challenge;
        if (code.isEmpty()) {
            report(call, OperationType.UPDATE, current);
            return ApiResponse.ok(ChallengeRepresentation.of(current, call));
        }
        ChallengeOutcome outcome = call.verify().engine().answer(service.service(), current, code.get());
        call.events().answered(outcome);
        refuse(call, outcome);
        report(call, OperationType.UPDATE, outcome.challenge());
        return ApiResponse.ok(representation(outcome, call));
    }

    private static void annotate(ApiCall call, EntityKey owner, ChallengeId id, String metadata) {
        if (!call.verify().administration().annotate(owner, id, metadata)) {
            throw closed(call, found(call, owner, id));
        }
    }

    /** Throws what the wire has an error for; a code that was just not accepted leaves the challenge pending. */
    private static void refuse(ApiCall call, ChallengeOutcome outcome) {
        Challenge challenge = outcome.challenge();
        switch (outcome.verdict()) {
            // One that is not in the store yet can only have run out of time.
            case CHALLENGE_CLOSED ->
                throw challenge.recorded()
                        ? closed(call, found(call, challenge.owner(), challenge.id()))
                        : ApiError.of(403, EXPIRED, "The Challenge has expired");
            case TOO_MANY_CHALLENGES -> throw tooMany();
            case UNKNOWN_FACTOR -> throw ApiError.notFound("Factor " + challenge.factor());
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> throw ApiError.unavailable();
            case APPROVED, WRONG_CODE, MALFORMED, ALREADY_USED, LOCKED, DISABLED -> {
                // the answer shows it as it is
            }
        }
    }

    private static ApiError closed(ApiCall call, Challenge challenge) {
        return switch (challenge.statusAt(call.verify().clock().instant())) {
            case APPROVED, DENIED -> ApiError.of(403, RESPONDED, "The Challenge was responded to already");
            case EXPIRED -> ApiError.of(403, EXPIRED, "The Challenge has expired");
            case PENDING -> ApiError.of(429, ATTEMPTS, "The Challenge had all its attempts");
        };
    }

    private static ApiError tooMany() {
        return ApiError.of(429, TOO_MANY, "The Factor had as many Challenges as it may have within this time");
    }

    /** The Entity of that user; whoever has a verified factor is one, and Keycloak's caches know that. */
    private static void requireEntity(ApiCall call, ConfiguredService service, EntityKey owner) {
        if (!call.verify().engine().isEnrolled(service.service(), owner.identity())) {
            FactorsResource.entity(call, owner);
        }
    }

    /** Only for a factor that is not among the user's verified ones the store is asked what it is. */
    private static FactorId verifiedFactor(ApiCall call, ConfiguredService service, EntityKey owner, FactorId id) {
        if (call.verify().engine().factors(service.service(), owner.identity()).stream()
                .anyMatch(factor -> factor.id().equals(id))) {
            return id;
        }
        RegisteredFactor factor =
                call.verify().administration().factor(owner, id).orElseThrow(() -> ApiError.notFound("Factor " + id));
        if (!factor.isVerified()) {
            throw ApiError.of(403, UNVERIFIED, "The Factor is unverified");
        }
        return id;
    }

    private static Object representation(ChallengeOutcome outcome, ApiCall call) {
        return ChallengeRepresentation.of(outcome.challenge(), outcome.result().lockedUntil(), call);
    }

    private static ChallengeId id(ApiCall call) {
        return ChallengeId.parse(call.names().get(ApiCall.CHALLENGE)).orElseThrow(call::notFound);
    }

    private static Challenge found(ApiCall call, EntityKey owner, ChallengeId id) {
        return call.verify().administration().challenge(owner, id).orElseThrow(call::notFound);
    }

    private static Position position(Challenge challenge) {
        return new Position(challenge.createdAt(), challenge.id().value());
    }

    private static void report(ApiCall call, OperationType operation, Challenge challenge) {
        String url = call.links().challenge(challenge.owner(), challenge.id());
        call.events()
                .changed(operation, ApiEvents.CHALLENGE, url, challenge.id().publicId());
    }
}
