package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.http.CsvBody;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/**
 * Accepts every method and path below the API's root, so that every error gets the API's format: JAX-RS would answer
 * what it refuses in Keycloak's format, or with a page.
 */
public final class VerifyApiResource implements RealmResourceProvider {
    private static final String ANYTHING = "{path: .*}";
    private static final String CSV_UPLOAD = "{version}/Services/{service}/Factors/Import";
    private static final CsvBody NO_CSV = new CsvBody(Optional.empty());

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
        return dispatcher.dispatch(NO_CSV);
    }

    @HEAD
    @Path(ANYTHING)
    public Response head() {
        return dispatcher.dispatch(NO_CSV);
    }

    @POST
    @Path(ANYTHING)
    public Response post() {
        return dispatcher.dispatch(NO_CSV);
    }

    /**
     * Takes the body as a stream, which JAX-RS gives instead of the parameters of a form. By the path and not by the
     * content type, because JAX-RS would choose methods by that, and fail where it can't be parsed.
     */
    @POST
    @Path(CSV_UPLOAD)
    public Response postCsv(InputStream body) {
        return dispatcher.dispatch(new CsvBody(Optional.of(body)));
    }

    @PUT
    @Path(ANYTHING)
    public Response put() {
        return dispatcher.dispatch(NO_CSV);
    }

    @PATCH
    @Path(ANYTHING)
    public Response patch() {
        return dispatcher.dispatch(NO_CSV);
    }

    @DELETE
    @Path(ANYTHING)
    public Response delete() {
        return dispatcher.dispatch(NO_CSV);
    }

    @OPTIONS
    @Path(ANYTHING)
    public Response options() {
        return dispatcher.preflight();
    }
}
