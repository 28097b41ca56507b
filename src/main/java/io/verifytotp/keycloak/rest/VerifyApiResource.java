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
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * Accepts every method and path below the API's root, so that every error gets the API's format: JAX-RS would answer
 * what it refuses in Keycloak's format, or with a page.
 */
public final class VerifyApiResource implements RealmResourceProvider {
    private static final String ANYTHING = "{path: .*}";

    private final ApiDispatcher dispatcher;

    VerifyApiResource(KeycloakSession session) {
        this.dispatcher = new ApiDispatcher(session);
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {}

    @GET
    @Path(ANYTHING)
    public Response get() {
        return dispatcher.dispatch();
    }

    @HEAD
    @Path(ANYTHING)
    public Response head() {
        return dispatcher.dispatch();
    }

    @POST
    @Path(ANYTHING)
    public Response post() {
        return dispatcher.dispatch();
    }

    @PUT
    @Path(ANYTHING)
    public Response put() {
        return dispatcher.dispatch();
    }

    @PATCH
    @Path(ANYTHING)
    public Response patch() {
        return dispatcher.dispatch();
    }

    @DELETE
    @Path(ANYTHING)
    public Response delete() {
        return dispatcher.dispatch();
    }

    @OPTIONS
    @Path(ANYTHING)
    public Response options() {
        return dispatcher.preflight();
    }
}
