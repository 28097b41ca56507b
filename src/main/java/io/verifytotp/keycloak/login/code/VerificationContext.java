package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.spi.EventDetails;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Context of one prompt for a code, in a flow or in a required action, and the event that reports the outcome. */
public final class VerificationContext {
    private static final Logger LOG = Logger.getLogger(VerificationContext.class);

    private final KeycloakSession keycloak;
    private final UserModel user;
    private final AuthenticationSessionModel authentication;
    private final EventBuilder event;
    private final String place;

    /** @param place tells several prompts within a login apart: a flow may contain the same authenticator twice */
    VerificationContext(
            KeycloakSession keycloak,
            UserModel user,
            AuthenticationSessionModel authentication,
            EventBuilder event,
            String place) {
        this.keycloak = keycloak;
        this.user = user;
        this.authentication = authentication;
        this.event = event;
        this.place = place;
    }

    /** Makes the context of an execution, which reports in the event of the login. */
    public static VerificationContext of(AuthenticationFlowContext context) {
        return new VerificationContext(
                context.getSession(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getEvent(),
                context.getExecution().getId());
    }

    /** Makes the context of a required action, which reports in a separate event: the request's is about the action. */
    public static VerificationContext of(RequiredActionContext context) {
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .detail(Details.CUSTOM_REQUIRED_ACTION, EventDetails.VERIFYING)
                .user(context.getUser());
        return new VerificationContext(
                context.getSession(),
                context.getUser(),
                context.getAuthenticationSession(),
                event,
                context.getAction());
    }

    KeycloakSession keycloak() {
        return keycloak;
    }

    UserModel user() {
        return user;
    }

    AuthenticationSessionModel authentication() {
        return authentication;
    }

    String place() {
        return place;
    }

    Optional<String> client() {
        return Optional.ofNullable(authentication.getClient()).map(ClientModel::getClientId);
    }

    /** Adds the Service to the event, unless it is the realm's default one. */
    void report(Service service) {
        EventDetails.service(event, service);
    }

    /** Adds ids of an answer to the event, and reports separately if the answer has locked or disabled the factor. */
    void reportAnswer(ChallengeOutcome outcome) {
        EventDetails.challenge(event, outcome)
                .detail(
                        Details.SELECTED_CREDENTIAL_ID,
                        outcome.challenge().factor().value().toString());
        EventDetails.lockout(event, outcome);
    }

    void reportApproval() {
        event.success();
    }

    void reportLockout(String error) {
        EventDetails.reason(event, "brute_force_protection").user(user).error(error);
    }

    /** Never fails: if the event can't be stored, the user gets our page all the same, and not Keycloak's error page. */
    void reportRefusal(String reason) {
        try {
            EventDetails.reason(event, reason).user(user).error(Errors.INVALID_USER_CREDENTIALS);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The event of a refusal (%s) could not be stored", reason);
        }
    }
}
