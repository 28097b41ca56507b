package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.rest.receipt.ReceiptIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    public static ApiResponse list(ApiCall call, Entity entity) {
        Parameters parameters = call.parameters();
        boolean newestFirst = ChallengeParameters.newestFirst(parameters);
        ChallengeFilter filter = ChallengeParameters.filter(parameters);
        Paging paging = new Paging(parameters, newestFirst, ChallengeParameters.carried(parameters));
        return ApiResponse.ok(paging.envelope(
                "challenges",
                call.links().challenges(entity.key()),
                call.administration().challenges(entity.key(), filter, paging.request()),
                challenge -> new Position(challenge.createdAt(), challenge.id().value()),
                challenge -> ChallengeRepresentation.of(challenge, call)));
    }

    public static ApiResponse create(ApiCall call, Service service, EntityKey owner) {
        List<Factor> verified = call.engine().factors(service, owner.identity());
        if (verified.isEmpty()) {
            // A user with a verified factor is an Entity, and Keycloak's caches know that without the store.
            Targets.findEntity(call, owner);
        }
        ChallengeParameters given = new ChallengeParameters(call.parameters(), call.now());
        FactorId factor = verified(call, owner, given.factor(), verified);
        Optional<String> code = FactorParameters.code(call.parameters());
        ChallengeRequest request = given.request(call.client());
        if (code.isPresent()) {
            ChallengeOutcome outcome =
                    call.engine().openAndAnswer(service, owner.identity(), factor, request, code.get());
            return ApiResponse.created(answered(call, OperationType.CREATE, outcome));
        }
        Challenge challenge =
                call.engine().open(service, owner.identity(), factor, request).orElseThrow(ChallengesResource::tooMany);
        call.events().changed(OperationType.CREATE, challenge);
        return ApiResponse.created(ChallengeRepresentation.of(challenge, call));
    }

    public static ApiResponse fetch(ApiCall call, Challenge challenge) {
        return ApiResponse.ok(ChallengeRepresentation.of(challenge, call));
    }

    /**
     * Answers the signed receipt of an approved challenge that was opened with details: to the client that opened it, or
     * to who manages everything. For all others it does not exist, and for no challenge that is not approved.
     */
    public static ApiResponse receipt(ApiCall call, Challenge challenge) {
        String opener =
                challenge.contents().openedBy().filter(call::mayReadReceiptsOf).orElseThrow(call::notFound);
        String details = challenge.contents().details().orElseThrow(call::notFound);
        Instant approvedAt = challenge
                .respondedAt()
                .filter(time -> challenge.status() == ChallengeStatus.APPROVED)
                .orElseThrow(call::notFound);
        String receipt = new ReceiptIssuer(call.session(), call.realm())
                .issue(challenge, opener, approvedAt, ChallengeDetails.shown(details))
                .orElseThrow(ApiError::unavailable);
        return ApiResponse.ok(Map.of("receipt", receipt));
    }

    public static ApiResponse update(ApiCall call, Service service, Challenge challenge) {
        Optional<String> metadata = ChallengeParameters.metadata(call.parameters());
        Optional<String> code = FactorParameters.code(call.parameters());
        // The code comes last: once it is used up, nothing may fail any more.
        Challenge current =
                metadata.map(text -> annotated(call, challenge, text)).orElse(challenge);
        if (code.isPresent()) {
            ChallengeOutcome outcome = call.engine().answer(service, current, code.get());
            return ApiResponse.ok(answered(call, OperationType.UPDATE, outcome));
        }
        if (metadata.isPresent()) {
            call.events().changed(OperationType.UPDATE, current);
        }
        return ApiResponse.ok(ChallengeRepresentation.of(current, call));
    }

    private static Challenge annotated(ApiCall call, Challenge challenge, String metadata) {
        boolean annotated = call.administration().annotate(challenge.owner(), challenge.id(), metadata);
        Challenge current = Targets.findChallenge(call, challenge.owner(), challenge.id());
        if (!annotated) {
            throw closed(call, current);
        }
        return current;
    }

    private static Object answered(ApiCall call, OperationType operation, ChallengeOutcome outcome) {
        call.events().answered(outcome);
        refuse(call, outcome);
        call.events().changed(operation, outcome.challenge());
        return ChallengeRepresentation.of(outcome.challenge(), outcome.result().lockedUntil(), call);
    }

    /** Throws an error if the wire has one for the outcome; a code that is not accepted leaves the challenge pending. */
    private static void refuse(ApiCall call, ChallengeOutcome outcome) {
        Challenge challenge = outcome.challenge();
        switch (outcome.verdict()) {
            // A challenge that is not stored yet can only have expired.
            case CHALLENGE_CLOSED ->
                throw challenge.recorded()
                        ? closed(call, Targets.findChallenge(call, challenge.owner(), challenge.id()))
                        : expired();
            case TOO_MANY_CHALLENGES -> throw tooMany();
            case UNKNOWN_FACTOR -> throw ApiError.notFound("Factor " + challenge.factor());
            case UNREADABLE_SEED, STORE_UNAVAILABLE -> throw ApiError.unavailable();
            case APPROVED, WRONG_CODE, MALFORMED, ALREADY_USED, LOCKED, DISABLED -> {
                // the representation shows these
            }
        }
    }

    private static ApiError closed(ApiCall call, Challenge challenge) {
        return switch (challenge.statusAt(call.now())) {
            case APPROVED, DENIED ->
                ApiError.of(403, RESPONDED, "The Challenge has already been answered; create a new one");
            case EXPIRED -> expired();
            case PENDING -> ApiError.of(429, ATTEMPTS, "Maximum attempts reached for this Challenge; create a new one");
        };
    }

    private static ApiError expired() {
        return ApiError.of(403, EXPIRED, "The Challenge has expired; create a new one");
    }

    private static ApiError tooMany() {
        return ApiError.of(429, TOO_MANY, "Too many Challenges for this Factor within an hour or a day; retry later");
    }

    /** Asks the store only for a factor that is not among the user's verified ones, which are cached. */
    private static FactorId verified(ApiCall call, EntityKey owner, FactorId id, List<Factor> verified) {
        if (verified.stream().anyMatch(factor -> factor.id().equals(id))) {
            return id;
        }
        RegisteredFactor factor =
                call.administration().factor(owner, id).orElseThrow(() -> ApiError.notFound("Factor " + id));
        if (!factor.isVerified()) {
            throw ApiError.of(403, UNVERIFIED, "The Factor is unverified; verify it first");
        }
        return id;
    }
}
