package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.Entity;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** An Entity on the wire. */
final class EntityRepresentation {
    private EntityRepresentation() {}

    static Map<String, Object> of(Entity entity, ApiCall call) {
        EntityKey key = entity.key();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", key.id().publicId());
        body.put("identity", key.identity());
        body.put("account_sid", call.accountSid());
        body.put("service_sid", key.service().publicId());
        body.put("date_created", WireTime.of(entity.createdAt()));
        body.put("date_updated", WireTime.of(entity.createdAt()));
        body.put("url", call.links().entity(key));
        Map<String, String> links = new LinkedHashMap<>();
        links.put("factors", call.links().factors(key));
        links.put("new_factors", call.links().factors(key));
        links.put("challenges", call.links().challenges(key));
        body.put("links", links);
        return body;
    }
}
