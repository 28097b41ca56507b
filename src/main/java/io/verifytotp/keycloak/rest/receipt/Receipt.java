package io.verifytotp.keycloak.rest.receipt;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statement about what a user has approved, for people who check it later. It is no token: its type in the header says so, and it has no
 * end of validity. The same challenge always has the same receipt, but for the signature.
 *
 * @param issuer the realm, as in its tokens
 * @param audience the client that opened the challenge
 * @param details as the user saw them
 */
public record Receipt(String issuer, String audience, Challenge challenge, Instant approvedAt, ShownDetails details) {
    /** The type in the header of the signed receipt. */
    public static final String TYPE = "verify-totp-receipt+jwt";

    private static final String SHOWN_BY_KEYCLOAK = "keycloak";
    private static final String SHOWN_BY_APPLICATION = "application";

    Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("sub", challenge.owner().identity());
        claims.put("jti", challenge.id().publicId());
        claims.put("iat", approvedAt.getEpochSecond());
        claims.put("factor", challenge.factor().publicId());
        // Only codes that Keycloak's page took have a client that the user came from.
        claims.put("shown_by", challenge.client().isPresent() ? SHOWN_BY_KEYCLOAK : SHOWN_BY_APPLICATION);
        claims.put("details", shown());
        return claims;
    }

    private Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        details.message().ifPresent(message -> shown.put("message", message));
        shown.put("fields", fields());
        return shown;
    }

    private List<Map<String, String>> fields() {
        return details.fields().stream().map(Receipt::field).toList();
    }

    private static Map<String, String> field(ShownDetails.Field field) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("label", field.label());
        members.put("value", field.value());
        return members;
    }
}
