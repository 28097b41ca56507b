package io.verifytotp.keycloak.rest.http;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;

/**
 * CORS headers, which let scripts of the calling client's web origins read responses. Keycloak's own {@code Cors} is not
 * used: its method for the allowed origins was renamed between the supported lines.
 */
public final class CrossOrigin {
    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";
    private static final String HEADERS = "Authorization, Content-Type, Accept";
    private static final int PREFLIGHT_SECONDS = 3600;

    private final KeycloakSession session;
    private boolean allowed;

    public CrossOrigin(KeycloakSession session) {
        this.session = session;
    }

    public void allow(ClientModel client) {
        Set<String> origins = WebOriginsUtils.resolveValidWebOrigins(session, client);
        allowed = origins.contains(ANY) || origin().filter(origins::contains).isPresent();
    }

    public Response.ResponseBuilder on(Response.ResponseBuilder builder) {
        if (allowed) {
            origin().ifPresent(origin -> builder.header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Allow-Credentials", "true")
                    .header("Vary", "Origin"));
        }
        return builder;
    }

    /** Allows every origin, since the client is not known yet; the response to the request itself is what counts. */
    public Response preflight() {
        Response.ResponseBuilder builder = Response.ok();
        origin().ifPresent(origin -> builder.header("Access-Control-Allow-Origin", origin)
                .header("Access-Control-Allow-Credentials", "true")
                .header("Access-Control-Allow-Methods", METHODS)
                .header("Access-Control-Allow-Headers", HEADERS)
                .header("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                .header("Vary", "Origin"));
        return builder.build();
    }

    private Optional<String> origin() {
        return Optional.ofNullable(
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("Origin"));
    }
}
