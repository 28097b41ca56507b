package io.verifytotp.keycloak.rest.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** An Entity on the wire. */
record EntityRepresentation(
        @JsonProperty("sid") String sid,
        @JsonProperty("identity") String identity,
        @JsonProperty("account_sid") String accountSid,
        @JsonProperty("service_sid") String serviceSid,
        @JsonProperty("date_created") String dateCreated,
        @JsonProperty("date_updated") String dateUpdated,
        @JsonProperty("url") String url,
        @JsonProperty("links") Map<String, String> links) {

    static EntityRepresentation of(Entity entity, ApiCall call) {
        EntityKey key = entity.key();
        String created = WireTime.of(entity.createdAt());
        Map<String, String> links = new LinkedHashMap<>();
        links.put("factors", call.links().factors(key));
        links.put("new_factors", call.links().factors(key));
        links.put("challenges", call.links().challenges(key));
        return new EntityRepresentation(
                key.id().publicId(),
                key.identity(),
                call.accountSid(),
                key.service().publicId(),
                created,
                created,
                call.links().entity(key),
                links);
    }
}
