package io.verifytotp.keycloak.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.rest.http.JsonText;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Challenge on the wire. */
final class ChallengeRepresentation {
    private ChallengeRepresentation() {}

    static Map<String, Object> of(Challenge challenge, ApiCall call) {
        return of(challenge, Optional.empty(), call);
    }

    /** @param lockedUntil end of the factor's lock, if the code was refused for it or caused it */
    static Map<String, Object> of(Challenge challenge, Optional<Instant> lockedUntil, ApiCall call) {
        EntityKey owner = challenge.owner();
        String url = call.links().challenge(owner, challenge.id());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", challenge.id().publicId());
        body.put("account_sid", call.accountSid());
        body.put("service_sid", owner.service().publicId());
        body.put("entity_sid", owner.id().publicId());
        body.put("identity", owner.identity());
        body.put("factor_sid", challenge.factor().publicId());
        body.put("date_created", WireTime.of(challenge.createdAt()));
        body.put("date_updated", WireTime.of(challenge.updatedAt()));
        body.put("date_responded", WireTime.of(challenge.respondedAt()));
        body.put("expiration_date", WireTime.of(challenge.expiresAt()));
        body.put("status", challenge.statusAt(call.now()).wireName());
        body.put("responded_reason", "none");
        body.put("details", details(challenge));
        body.put("hidden_details", JsonText.stored(challenge.contents().hiddenDetails()));
        body.put("metadata", JsonText.stored(challenge.contents().metadata()));
        body.put("factor_type", "totp");
        body.put("url", url);
        body.put("links", Map.of("notifications", url + "/Notifications"));
        body.put("client_id", challenge.client().orElse(null));
        body.put("attempts", challenge.wrongAnswers());
        body.put("locked_until", WireTime.of(lockedUntil));
        return body;
    }

    private static @Nullable JsonNode details(Challenge challenge) {
        String date = WireTime.of(challenge.createdAt());
        return challenge
                .contents()
                .details()
                .map(stored -> ChallengeDetails.of(stored, date))
                .or(() -> challenge.client().map(client -> ChallengeDetails.ofLogin(client, date)))
                .orElse(null);
    }
}
