package io.verifytotp.keycloak.rest;

import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.Parameters;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Rewrites errors below the API's root that JAX-RS or Keycloak produced (unknown method, malformed form, unknown realm,
 * failed commit) into the API's error format. JAX-RS runs it for every request of the server, so it checks the path
 * first and never throws.
 */
@Provider
public final class ErrorShapeFilter implements ContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger(ErrorShapeFilter.class);

    private static final Pattern OURS = Pattern.compile("/?realms/[^/]+/" + VerifyApiFactory.ID + "(/.*)?");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
    private static final String ENTERED = "verify-totp.entered";
    private static final String STATUS = "verify-totp.status";
    private static final String COMMITTED = "verify-totp.settled";

    /** Records that the form was read: a later error is not caused by it. */
    static void entered(KeycloakSession session) {
        session.setAttribute(ENTERED, true);
    }

    /** Records that a response has the API's format. */
    static void shaped(KeycloakSession session, Response response) {
        session.setAttribute(STATUS, response.getStatus());
    }

    /** Records that a response stays true even if the commit of the request's own transaction fails. */
    static void committed(KeycloakSession session, Response response) {
        session.setAttribute(COMMITTED, response);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() < 400) {
            return;
        }
        try {
            String path = request.getUriInfo().getPath();
            if (OURS.matcher(path).matches()) {
                shape(request, path, response);
            }
        } catch (RuntimeException e) {
            LOG.error("An error response of the Verify API kept Keycloak's format", e);
        }
    }

    private static void shape(ContainerRequestContext request, String path, ContainerResponseContext response) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        int status = response.getStatus();
        if (session != null && Integer.valueOf(status).equals(session.getAttribute(STATUS))) {
            return;
        }
        if (session != null && session.getAttribute(COMMITTED) instanceof Response committed) {
            LOG.errorf("The events of a request to the Verify API were lost: its commit failed with status %d", status);
            replace(response, committed.getStatus(), committed.getEntity());
            return;
        }
        boolean entered = session != null && session.getAttribute(ENTERED) != null;
        boolean brokenBody =
                !entered && (status == 500 || status == 400) && !WITHOUT_BODY.contains(request.getMethod());
        String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        int actual = brokenBody ? (Parameters.isForm(type) ? 400 : 415) : status;
        if (session != null && !Parameters.isReadableType(type)) {
            // Keycloak's security headers, which are added later, would fail on it.
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        }
        ApiError error = error(actual, request.getMethod(), path);
        replace(response, error.status(), ApiDispatcher.json(error.representation()));
    }

    private static ApiError error(int status, String method, String path) {
        return switch (status) {
            case 400 -> ApiError.of(status, "The request is malformed; check the encoding of its parameters");
            case 404 -> ApiError.notFound(path);
            case 405 -> ApiError.of(status, ApiError.methodNotAllowed(method));
            case 413 -> ApiError.of(status, "The request is too large; send fewer or shorter parameters");
            case 415 -> ApiError.of(status, Parameters.UNSUPPORTED);
            default -> status < 500 ? ApiError.of(status, "The request was refused") : ApiError.fault();
        };
    }

    private static void replace(ContainerResponseContext response, int status, Object entity) {
        response.setStatus(status);
        response.setEntity(entity, null, MediaType.APPLICATION_JSON_TYPE);
    }
}
