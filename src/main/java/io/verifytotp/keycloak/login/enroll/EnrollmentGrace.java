package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
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
record EnrollmentGrace(VerifyEngine engine, Service service, RequiredActionContext context) {
    private static final String DONE = "verify-totp.put-off";
    /** How many times it had been put off when the page was shown. */
    private static final String SHOWN = "verify-totp.put-off-before";

    private static final String TIMES = "verifyTotpLaterTimes";

    /** Whether this login has put it off. */
    boolean isDone() {
        return authentication().getAuthNote(DONE) != null;
    }

    /** What the page offers; empty where it can't be put off. The page is remembered, so that it counts once. */
    Optional<EnrollPage.Later> offer() {
        Optional<Grace.Remaining> left = mayBeOffered()
                ? engine.graceRemaining(service, context.getUser().getId())
                : Optional.empty();
        left.ifPresentOrElse(
                offered -> authentication().setAuthNote(SHOWN, Integer.toString(offered.counted())),
                () -> authentication().removeAuthNote(SHOWN));
        return left.map(this::later);
    }

    private EnrollPage.Later later(Grace.Remaining left) {
        return new EnrollPage.Later(
                left,
                context.getSession().getContext().resolveLocale(context.getUser()),
                left.times().map(times -> context.form().getMessage(TIMES, times)));
    }

    /**
     * Puts it off. A second post of the page has the outcome of the first, as soon as this login knows of it; before, the
     * page is outdated like after another login's.
     *
     * @return COUNTED where the login may go on; otherwise nothing has happened
     */
    PostponeResult carryOut() {
        if (isDone()) {
            return PostponeResult.COUNTED;
        }
        String shown = authentication().getAuthNote(SHOWN);
        if (shown == null || !mayBeOffered()) {
            return PostponeResult.OVER;
        }
        PostponeResult outcome = engine.postpone(service, context.getUser().getId(), Integer.parseInt(shown));
        if (outcome == PostponeResult.COUNTED) {
            authentication().setAuthNote(DONE, "true");
            EventDetails.reason(context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION), "put_off")
                    .detail(Details.CUSTOM_REQUIRED_ACTION, Identifiers.REQUIRED_ACTION);
        }
        return outcome == PostponeResult.PAGE_OUTDATED && isDone() ? PostponeResult.COUNTED : outcome;
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
