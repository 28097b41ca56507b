package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A form of ours that is sent twice, by a double click or by impatience, is answered once: the second post waits for the
 * first one's answer and gets the same. Keycloak would let the two change one login at the same time, and show the
 * second one, which is what the browser displays, an expired page or the code's page again.
 *
 * <p>JAX-RS runs this for every request of the server, so that it looks at method and path first.
 */
@Provider
public final class DoubleSubmitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Pattern FORM = Pattern.compile("/?realms/([^/]+)/login-actions/"
            + "(authenticate|reset-credentials|first-broker-login|post-broker-login|required-action)");
    private static final Set<String> ACTIONS = Set.of(Identifiers.REQUIRED_ACTION, DeleteCredentialAction.PROVIDER_ID);
    private static final String FIRST = DoubleSubmitFilter.class.getName();

    private final AtomicReference<FormAnswers> answers = new AtomicReference<>();

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getMethod().equals("POST")) {
            return;
        }
        Matcher path = FORM.matcher(request.getUriInfo().getPath());
        if (path.matches()) {
            answerOnce(request, path.group(1), path.group(2));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(FIRST) instanceof FirstPost first) {
            first.returns(response);
        }
    }

    private void answerOnce(ContainerRequestContext request, String realmName, String kind) {
        KeycloakSession keycloak = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = keycloak.realms().getRealmByName(realmName);
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        if (realm == null || !query.containsKey("session_code") || !isOurs(realm, kind, query.getFirst("execution"))) {
            return;
        }
        FormAnswers forms = answers(keycloak);
        FormAnswers.FormPost post = new FormAnswers.FormPost(
                request.getUriInfo().getRequestUri().toString(),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.COOKIE)).orElse(""));
        if (forms.isFirst(post)) {
            RecordingResponse recording =
                    new RecordingResponse(keycloak.getContext().getHttpResponse());
            keycloak.getContext().setHttpResponse(recording);
            FirstPost first = new FirstPost(forms, post, recording);
            keycloak.getTransactionManager().enlistAfterCompletion(first);
            request.setProperty(FIRST, first);
        } else {
            keycloak.getContext().setRealm(realm); // whose security headers the answer gets
            forms.awaitAnswer(post).ifPresent(request::abortWith);
        }
    }

    private static boolean isOurs(RealmModel realm, String kind, String execution) {
        if (execution == null || kind.equals("required-action")) {
            return execution != null && ACTIONS.contains(execution);
        }
        AuthenticationExecutionModel model = realm.getAuthenticationExecutionById(execution);
        return model != null && TotpFactorAuthenticatorFactory.PROVIDER_ID.equals(model.getAuthenticator());
    }

    private FormAnswers answers(KeycloakSession keycloak) {
        answers.compareAndSet(
                null, new FormAnswers(keycloak.getProvider(VerifyProvider.class).clock()));
        return answers.get();
    }
}
