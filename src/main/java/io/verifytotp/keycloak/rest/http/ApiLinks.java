package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.net.URI;

/** Absolute addresses of the API's resources, on the server's public host. */
public final class ApiLinks {
    private static final String BELOW_THE_REALM = ApiPath.API + "/" + ApiPath.VERSION;

    private final String root;

    public ApiLinks(URI base, String realm) {
        String separator = base.toString().endsWith("/") ? "" : "/";
        this.root = base + separator + "realms/" + ApiPath.encoded(realm) + "/" + BELOW_THE_REALM;
    }

    /** Returns the part of one of these addresses that follows the realm. */
    public String belowTheRealm(String url) {
        return BELOW_THE_REALM + url.substring(root.length());
    }

    public String reseal() {
        return root + "/KeyRing/Reseal";
    }

    public String services() {
        return root + "/Services";
    }

    public String service(ServiceId id) {
        return services() + "/" + id.publicId();
    }

    public String lockedFactors(ServiceId id) {
        return service(id) + "/LockedFactors";
    }

    public String entities(ServiceId id) {
        return service(id) + "/Entities";
    }

    public String entity(EntityKey key) {
        return entities(key.service()) + "/" + ApiPath.encoded(key.identity());
    }

    public String factors(EntityKey key) {
        return entity(key) + "/Factors";
    }

    public String factor(EntityKey key, FactorId id) {
        return factors(key) + "/" + id.publicId();
    }

    public String challenges(EntityKey key) {
        return entity(key) + "/Challenges";
    }

    public String challenge(EntityKey key, ChallengeId id) {
        return challenges(key) + "/" + id.publicId();
    }
}
