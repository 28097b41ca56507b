package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.spi.EventDetails;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * "Later": the set-up is left out of this login, and asked for again at the next. The required action stays where it is,
 * with the user or with the login, and is passed over until the login has ended.
 */
record PuttingOff(VerifyEngine engine, Service service, RequiredActionContext context) {
    private static final String NOTE = "verify-totp.put-off";
    private static final String TIMES = "verifyTotpLaterTimes";

    /** Whether this login has put it off. */
    boolean isDone() {
        return authentication().getAuthNote(NOTE) != null;
    }

    /** What the page offers; empty where it can't be put off. */
    Optional<EnrollPage.Later> offer() {
        return mayBeOffered()
                ? engine.postponement(service, context.getUser().getId())
                        .map(left -> new EnrollPage.Later(
                                left,
                                context.getSession().getContext().resolveLocale(context.getUser()),
                                left.times().map(times -> context.form().getMessage(TIMES, times))))
                : Optional.empty();
    }

    /** Puts it off and ends the action; false if the limits are reached, and nothing has happened. */
    boolean carryOut() {
        if (!mayBeOffered() || !engine.putOff(service, context.getUser().getId())) {
            return false;
        }
        authentication().setAuthNote(NOTE, "true");
        EventDetails.reason(context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION), "put_off")
                .detail(Details.CUSTOM_REQUIRED_ACTION, Identifiers.REQUIRED_ACTION);
        context.cancel(); // unlike a success it takes the action neither from the user nor from the login
        return true;
    }

    /**
     * Who was asked by an application may cancel instead. A flow that grants levels of authentication has granted one for
     * the factor already, on the understanding that it is set up now: there it can't be put off.
     */
    private boolean mayBeOffered() {
        boolean cancellable =
                Identifiers.REQUIRED_ACTION.equals(authentication().getClientNote(Constants.KC_ACTION_EXECUTING))
                        && !Boolean.parseBoolean(authentication().getClientNote(Constants.KC_ACTION_ENFORCED));
        boolean levelGranted = authentication().getRequiredActions().contains(Identifiers.REQUIRED_ACTION)
                && authentication().getAuthNote(Constants.LEVEL_OF_AUTHENTICATION) != null;
        return !cancellable && !levelGranted;
    }

    private AuthenticationSessionModel authentication() {
        return context.getAuthenticationSession();
    }
}
