package io.verifytotp.keycloak.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Takes every request below the API's root, whatever its method and path, so that every error has the API's shape:
 * what JAX-RS refuses on its own it answers in Keycloak's, or as a page.
 */
public final class VerifyApiResource {
    private static final String ANYTHING = "{path: .*}";

    private final ApiDispatcher door;

    VerifyApiResource(KeycloakSession session) {
        this.door = new ApiDispatcher(session);
    }

    @GET
    @Path(ANYTHING)
    public Response get() {
        return door.answer();
    }

    @HEAD
    @Path(ANYTHING)
    public Response head() {
        return door.answer();
    }

    @POST
    @Path(ANYTHING)
    public Response post() {
        return door.answer();
    }

    @PUT
    @Path(ANYTHING)
    public Response put() {
        return door.answer();
    }

    @PATCH
    @Path(ANYTHING)
    public Response patch() {
        return door.answer();
    }

    @DELETE
    @Path(ANYTHING)
    public Response delete() {
        return door.answer();
    }

    @OPTIONS
    @Path(ANYTHING)
    public Response options() {
        return door.preflight();
    }
}
