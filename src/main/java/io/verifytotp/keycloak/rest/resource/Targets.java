package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.access.ApiRole;
import java.util.Set;
import org.keycloak.models.UserModel;

/**
 * Looks up what the path of a call names. Throws the API's 404 for anything that is missing, or belongs to a user whom
 * the caller may not view; its 403 for a user whom the caller may not change.
 */
public final class Targets {
    public static final String SERVICE = "ServiceSid";
    public static final String IDENTITY = "Identity";
    public static final String FACTOR = "FactorSid";
    public static final String CHALLENGE = "ChallengeSid";

    private Targets() {}

    static ConfiguredService service(ApiCall call) {
        return ServiceId.parse(call.named(SERVICE))
                .flatMap(id -> call.services().find(call.realm().getId(), id))
                .orElseThrow(call::notFound);
    }

    public static Entity entity(ApiCall call, Service service) {
        return findEntity(call, service.entity(user(call).getId()));
    }

    /** Returns the key of a user whom the caller may change; the user need not be an Entity yet. */
    public static EntityKey ownerToChange(ApiCall call, Service service) {
        UserModel user = user(call);
        call.permissions().requireManage(user);
        return service.entity(user.getId());
    }

    public static RegisteredFactor factor(ApiCall call, Service service) {
        return factorOf(call, service.entity(user(call).getId()));
    }

    public static RegisteredFactor factorToChange(ApiCall call, Service service) {
        return factorOf(call, ownerToChange(call, service));
    }

    /** A factor to change, or only to unlock: that takes less, since what is unlocked was there before. */
    public static RegisteredFactor factorToUpdate(ApiCall call, Service service) {
        if (new FactorParameters(call.parameters()).onlyUnlock()) {
            UserModel user = user(call);
            call.permissions().requireUnlock(user);
            return factorOf(call, service.entity(user.getId()));
        }
        call.permissions().require(Set.of(ApiRole.MANAGE));
        return factorToChange(call, service);
    }

    public static Challenge challenge(ApiCall call, Service service) {
        return challengeOf(call, service.entity(user(call).getId()));
    }

    public static Challenge challengeToChange(ApiCall call, Service service) {
        return challengeOf(call, ownerToChange(call, service));
    }

    static Entity findEntity(ApiCall call, EntityKey key) {
        return call.administration().entity(key).orElseThrow(call::notFound);
    }

    static RegisteredFactor findFactor(ApiCall call, EntityKey owner, FactorId id) {
        return call.administration().factor(owner, id).orElseThrow(call::notFound);
    }

    static Challenge findChallenge(ApiCall call, EntityKey owner, ChallengeId id) {
        return call.administration().challenge(owner, id).orElseThrow(call::notFound);
    }

    private static UserModel user(ApiCall call) {
        return call.user(call.named(IDENTITY)).orElseThrow(call::notFound);
    }

    private static RegisteredFactor factorOf(ApiCall call, EntityKey owner) {
        return findFactor(call, owner, FactorId.parse(call.named(FACTOR)).orElseThrow(call::notFound));
    }

    private static Challenge challengeOf(ApiCall call, EntityKey owner) {
        return findChallenge(
                call, owner, ChallengeId.parse(call.named(CHALLENGE)).orElseThrow(call::notFound));
    }
}
