package io.verifytotp.keycloak.rest.http;

import io.verifytotp.keycloak.domain.id.ChallengeId;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of resources, absolute, on the host that the server is known by. */
public record ApiLinks(String root) {

    public static ApiLinks of(URI base, String realm) {
        String separator = base.toString().endsWith("/") ? "" : "/";
        return new ApiLinks(base + separator + "realms/" + encoded(realm) + "/" + ApiPath.API + "/v2");
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
        return entities(key.service()) + "/" + encoded(key.identity());
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

    /** Keycloak refuses paths in which a character is encoded that need not be, as the tilde (RFC 3986 §6.2.2.2). */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
