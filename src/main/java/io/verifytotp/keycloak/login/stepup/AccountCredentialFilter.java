package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.proof.ProofRule;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Guards Account REST, which lets every token of a user delete and rename that user's credentials. A factor of ours is
 * never deleted there. To rename one, or to change another second factor of a user who has one of ours, the session
 * needs a proof. JAX-RS runs this filter for every request of the server, so it checks method and path first.
 *
 * <p>Keycloak's own locators have run before: they have authenticated the token and refused callers without the right.
 * Nothing is authenticated here a second time, because a DPoP proof works once. No session means no proof.
 */
@Provider
public final class AccountCredentialFilter implements ContainerRequestFilter {
    private static final Pattern CREDENTIAL =
            Pattern.compile("/?realms/[^/]+/account(?:/v[^/]*)?/credentials/([^/]+)(?:/.*)?");
    private static final String UNKNOWN = "unknown";
    private static final String DELETED_ELSEWHERE =
            "An authenticator app is removed in the browser: send the user to kc_action=delete_credential:%s";
    private static final String PROOF_NEEDED =
            "The session has not proved a second factor within the last minutes: have the user sign in with a code";

    @Override
    public void filter(ContainerRequestContext request) {
        String method = request.getMethod();
        if ("GET".equals(method) || "HEAD".equals(method) || "OPTIONS".equals(method)) {
            return;
        }
        Matcher path = CREDENTIAL.matcher(request.getUriInfo().getPath());
        if (path.matches()) {
            refusal("DELETE".equals(method), path.group(1)).ifPresent(request::abortWith);
        }
    }

    private static Optional<Response> refusal(boolean deletes, String credential) {
        KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
        UserSessionModel session = keycloak.getContext().getUserSession();
        if (session == null) {
            return Optional.of(refuse(PROOF_NEEDED));
        }
        ProofRule rule = new ProofRule(keycloak);
        String type = type(session.getUser(), credential);
        if (PasswordCredentialModel.TYPE.equals(type) || !rule.appliesTo(session.getUser())) {
            return Optional.empty();
        }
        boolean deletesOurs = deletes && Identifiers.CREDENTIAL_TYPE.equals(type);
        if (!deletesOurs && rule.hasProof(session)) {
            return Optional.empty();
        }
        EventType event = deletes ? EventType.REMOVE_CREDENTIAL : EventType.UPDATE_CREDENTIAL;
        Map<String, String> details = Map.of(Details.CREDENTIAL_TYPE, type);
        rule.report(event, keycloak.getContext().getClient(), session.getUser(), details);
        return Optional.of(refuse(deletesOurs ? DELETED_ELSEWHERE.formatted(credential) : PROOF_NEEDED));
    }

    /** Returns the type for the event, never the caller's text. A user storage's credential has the id "type-id". */
    private static String type(UserModel user, String credential) {
        CredentialModel stored = user.credentialManager().getStoredCredentialById(credential);
        if (stored != null) {
            return stored.getType();
        }
        return Stream.of(Identifiers.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE)
                .filter(type -> credential.equals(type + "-id"))
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static Response refuse(String message) {
        return Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("error", EnrollmentVerdict.PROOF_NEEDED.reason(), "errorMessage", message))
                .build();
    }
}
