package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.domain.service.PostponeResult;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.SetUpService;
import io.verifytotp.keycloak.spi.EventDetails;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Offers and carries out postponing in one login. The required action stays, and is skipped until the login ends. */
final class EnrollmentGrace {
    /** How many times it had been postponed when the page was shown. */
    private static final String SHOWN = "verify-totp.put-off-before";

    private static final String TIMES = "verifyTotpLaterTimes";

    private final VerifyEngine engine;
    private final Service service;
    private final RequiredActionContext context;

    EnrollmentGrace(VerifyEngine engine, Service service, RequiredActionContext context) {
        this.engine = engine;
        this.service = service;
        this.context = context;
    }

    boolean isDone() {
        return authentication().getAuthNote(SetUpService.postponed(service)) != null;
    }

    /** Returns the page's offer to postpone, if any, and remembers it so that the page counts once. */
    Optional<PostponeOffer> offer() {
        Optional<Grace.Remaining> left = mayBeOffered()
                ? engine.graceRemaining(service, context.getUser().getId())
                : Optional.empty();
        left.ifPresentOrElse(
                offered -> authentication().setAuthNote(SHOWN, Integer.toString(offered.counted())),
                () -> authentication().removeAuthNote(SHOWN));
        return left.map(offered -> new PostponeOffer(
                offered,
                context.getSession().getContext().resolveLocale(context.getUser()),
                offered.times().map(times -> context.form().getMessage(TIMES, times))));
    }

    /**
     * Postpones it; nothing has changed unless COUNTED is returned. A second post of the page gets the outcome of the
     * first as soon as this login knows it. Before that, the page is outdated, as after a post in another login.
     */
    PostponeResult postpone() {
        if (isDone()) {
            return PostponeResult.COUNTED;
        }
        String shown = authentication().getAuthNote(SHOWN);
        if (shown == null || !mayBeOffered()) {
            return PostponeResult.OVER;
        }
        PostponeResult outcome = engine.postpone(service, context.getUser().getId(), Integer.parseInt(shown));
        if (outcome == PostponeResult.COUNTED) {
            authentication().setAuthNote(SetUpService.postponed(service), "true");
            EventDetails.reason(context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION), "put_off")
                    .detail(Details.CUSTOM_REQUIRED_ACTION, Identifiers.REQUIRED_ACTION);
        }
        return outcome == PostponeResult.PAGE_OUTDATED && isDone() ? PostponeResult.COUNTED : outcome;
    }

    /**
     * Returns false if an application started the action (the user can cancel it), and if the flow has already granted a
     * level of authentication in expectation of this factor.
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
