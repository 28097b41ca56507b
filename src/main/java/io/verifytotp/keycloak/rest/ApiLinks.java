package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.domain.ChallengeId;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.ServiceId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of resources, absolute, on the host that the server is known by. */
record ApiLinks(String root) {

    static ApiLinks of(URI base, String realm) {
        String separator = base.toString().endsWith("/") ? "" : "/";
        return new ApiLinks(base + separator + "realms/" + encoded(realm) + "/" + VerifyApiFactory.ID + "/v2");
    }

    String reseal() {
        return root + "/KeyRing/Reseal";
    }

    String services() {
        return root + "/Services";
    }

    String service(ServiceId id) {
        return services() + "/" + id.publicId();
    }

    String lockedFactors(ServiceId id) {
        return service(id) + "/LockedFactors";
    }

    String entities(ServiceId id) {
        return service(id) + "/Entities";
    }

    String entity(EntityKey key) {
        return entities(key.service()) + "/" + encoded(key.identity());
    }

    String factors(EntityKey key) {
        return entity(key) + "/Factors";
    }

    String factor(EntityKey key, FactorId id) {
        return factors(key) + "/" + id.publicId();
    }

    String challenges(EntityKey key) {
        return entity(key) + "/Challenges";
    }

    String challenge(EntityKey key, ChallengeId id) {
        return challenges(key) + "/" + id.publicId();
    }

    /** Keycloak refuses paths in which a character is encoded that need not be, as the tilde (RFC 3986 §6.2.2.2). */
    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
