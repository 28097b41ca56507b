package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.EnrollmentVerdict;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Account REST lets every session of a user delete and rename that user's credentials. Factors of ours are deleted and
 * renamed only by a session that has proved one. JAX-RS runs this for every request of the server, so that it looks at
 * method and path first; who may call at all is left to Keycloak.
 */
@Provider
public final class StepUpFilter implements ContainerRequestFilter {
    private static final Set<String> CHANGING = Set.of("DELETE", "PUT", "POST");
    private static final Pattern CREDENTIAL =
            Pattern.compile("/?realms/([^/]+)/account(?:/v[^/]*)?/credentials/([^/]+)(?:/.*)?");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!CHANGING.contains(request.getMethod())) {
            return;
        }
        Matcher path = CREDENTIAL.matcher(request.getUriInfo().getPath());
        if (path.matches() && refused(path.group(1), path.group(2))) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Map.of("errorMessage", EnrollmentVerdict.PROOF_NEEDED.reason()))
                    .build());
        }
    }

    private static boolean refused(String realmName, String credential) {
        KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = keycloak.realms().getRealmByName(realmName);
        if (realm == null) {
            return false; // Keycloak says so itself
        }
        keycloak.getContext().setRealm(realm);
        return session(keycloak)
                .filter(session -> ProvedFactor.isFactor(session.getUser(), credential))
                .filter(session -> !ProvedFactor.isOf(session))
                .isPresent();
    }

    private static Optional<UserSessionModel> session(KeycloakSession keycloak) {
        AuthResult result = new AppAuthManager.BearerTokenAuthenticator(keycloak).authenticate();
        return Optional.ofNullable(result).map(StepUpFilter::session);
    }

    /** A class up to Keycloak 26.4, a record later: the names of its accessors differ. */
    @SuppressWarnings("removal")
    private static UserSessionModel session(AuthResult result) {
        try {
            return result.session();
        } catch (NoSuchMethodError e) {
            return result.getSession();
        }
    }
}
