package io.verifytotp.keycloak.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.rest.access.Caller;
import io.verifytotp.keycloak.rest.access.CallerAuthentication;
import io.verifytotp.keycloak.rest.access.Permissions;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiPath;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.CrossOrigin;
import io.verifytotp.keycloak.rest.http.CsvBody;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.rest.resource.ApiCall;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Front controller of the Verify API: authenticates, authorises, dispatches, and renders every outcome in its format.
 */
final class ApiDispatcher {
    private static final Logger LOG = Logger.getLogger(ApiDispatcher.class);

    /** Writes empty members as null, as SDKs need them; Keycloak's own mapper leaves them out. */
    private static final ObjectMapper JSON =
            JsonSerialization.mapper.copy().setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final CrossOrigin crossOrigin;

    ApiDispatcher(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.crossOrigin = new CrossOrigin(session);
    }

    Response preflight() {
        ErrorShapeFilter.entered(session);
        return crossOrigin.preflight();
    }

    Response dispatch(CsvBody body) {
        ErrorShapeFilter.entered(session);
        try {
            return handle(body);
        } catch (ApiError e) {
            return response(e);
        } catch (StoreUnavailableException | SeedUnavailableException e) {
            session.getTransactionManager().setRollbackOnly();
            return response(ApiError.unavailable()); // reported where it was thrown
        } catch (RuntimeException | StackOverflowError e) {
            session.getTransactionManager().setRollbackOnly();
            LOG.errorf(e, "The Verify API failed in realm %s", realm.getName());
            return response(ApiError.fault());
        }
    }

    private Response handle(CsvBody body) {
        if (realm.getSslRequired().isRequired(session.getContext().getConnection())
                && !"https".equals(session.getContext().getUri().getRequestUri().getScheme())) {
            throw ApiError.forbidden("HTTPS required");
        }
        HttpRequest request = session.getContext().getHttpRequest();
        requireContentType(request);
        Caller caller = new CallerAuthentication(session, realm).authenticate();
        crossOrigin.allow(caller.client());
        ApiPath path = ApiPath.of(session.getContext().getUri().getRequestUri());
        Route.Match match = Routes.find(request.getHttpMethod(), path);
        Route route = match.route();
        Permissions permissions = new Permissions(session, caller);
        route.require(permissions);
        Parameters parameters = route.parameters(request);
        ApiCall call = new ApiCall(session, caller, permissions, path, match.names(), parameters, body);
        Response response = response(route.operation().handle(call));
        if (route.committed()) {
            ErrorShapeFilter.committed(session, response);
        }
        return response;
    }

    /** Keycloak's security headers fail on a content type that cannot be parsed, so they are left out here. */
    private void requireContentType(HttpRequest request) {
        if (!Parameters.hasReadableType(request)) {
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
            throw Parameters.unsupported();
        }
    }

    private Response response(ApiResponse result) {
        Response.ResponseBuilder builder = Response.status(result.status());
        result.body().ifPresent(body -> builder.entity(json(body)).type(MediaType.APPLICATION_JSON_TYPE));
        return shaped(builder);
    }

    private Response response(ApiError error) {
        Response.ResponseBuilder builder = Response.status(error.status())
                .entity(json(error.representation()))
                .type(MediaType.APPLICATION_JSON_TYPE);
        error.headers().forEach(builder::header);
        return shaped(builder);
    }

    private Response shaped(Response.ResponseBuilder builder) {
        Response response = crossOrigin
                .on(builder)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
        ErrorShapeFilter.shaped(session, response);
        return response;
    }

    static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a representation could not be written as JSON", e);
        }
    }
}
