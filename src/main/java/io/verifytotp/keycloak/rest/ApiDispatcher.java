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
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.rest.resource.ApiCall;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** Lets a request in, or not, and gives every ending the API's shape. */
final class ApiDispatcher {
    private static final Logger LOG = Logger.getLogger(ApiDispatcher.class);

    /** Keycloak's own leaves empty members out; SDKs need them as nulls. */
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

    Response answer() {
        ErrorShapeFilter.entered(session);
        try {
            return handle();
        } catch (ApiError e) {
            return response(e);
        } catch (StoreUnavailableException | SeedUnavailableException e) {
            session.getTransactionManager().setRollbackOnly();
            return response(ApiError.unavailable()); // whoever threw it has reported it
        } catch (RuntimeException | StackOverflowError e) {
            session.getTransactionManager().setRollbackOnly();
            LOG.errorf(e, "The Verify API failed in realm %s", realm.getName());
            return response(ApiError.fault());
        }
    }

    private Response handle() {
        if (realm.getSslRequired().isRequired(session.getContext().getConnection())
                && !"https".equals(session.getContext().getUri().getRequestUri().getScheme())) {
            throw ApiError.forbidden("HTTPS required");
        }
        HttpRequest request = session.getContext().getHttpRequest();
        requireContentType(request);
        Caller caller = new CallerAuthentication(session, realm).authenticate();
        crossOrigin.allow(caller.client());
        ApiPath path = ApiPath.of(session.getContext().getUri().getRequestUri());
        Route route = route(request, path);
        Permissions permissions = new Permissions(session, caller);
        if (route.ofTheRealm()) {
            permissions.requireForTheRealm(route.roles());
        } else {
            permissions.require(route.roles());
        }
        Parameters parameters = Parameters.of(route.method(), request);
        Map<String, String> names = route.match(path.segments()).orElseThrow();
        VerifyProvider verify = session.getProvider(VerifyProvider.class);
        ApiCall call = new ApiCall(session, verify, caller, permissions, path, names, parameters);
        Response response = response(route.operation().apply(call));
        if (route.commitsItself()) {
            ErrorShapeFilter.committed(session, response);
        }
        return response;
    }

    /** Keycloak fails on a content type that is none, before its own refusals and once more behind ours. */
    private void requireContentType(HttpRequest request) {
        if (!Parameters.hasReadableType(request)) {
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
            throw Parameters.unsupported();
        }
    }

    private static Route route(HttpRequest request, ApiPath path) {
        List<Route> routes = Routes.at(path.segments());
        if (routes.isEmpty()) {
            throw ApiError.notFound(path.text());
        }
        String method = request.getHttpMethod();
        String asked = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(route -> route.method().equals(asked))
                .findFirst()
                .orElseThrow(() -> ApiError.methodNotAllowed(method, Routes.methods(routes)));
    }

    private Response response(ApiResponse answer) {
        Response.ResponseBuilder builder = Response.status(answer.status());
        answer.body().ifPresent(body -> builder.entity(json(body)).type(MediaType.APPLICATION_JSON_TYPE));
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
