package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.RequiredActionPage;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.PlainFactory;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/**
 * The required action {@code verify-totp-confirm}: shows the details of the challenge that {@code kc_action} names, and
 * asks for a code that confirms them. It is no action about credentials: levels of authentication would ask for a code
 * before it, and use it up. A code given here proves nothing else.
 */
public final class ConfirmAction
        implements RequiredActionProvider, RequiredActionFactory, PlainFactory<RequiredActionProvider> {
    private static final Logger LOG = Logger.getLogger(ConfirmAction.class);

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return Identifiers.CONFIRM_ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Confirm an operation with Verify TOTP";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return List.of(MaximumAge.property());
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        if (MaximumAge.isProblem(model)) {
            throw new ValidationException(new ValidationError(getId(), MaximumAge.KEY, MaximumAge.PROBLEM));
        }
    }

    @Override
    public int getMaxAuthAge(KeycloakSession session) {
        return MaximumAge.of(session.getContext().getRealm());
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Does nothing: only applications ask for the action. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    /** Ignores the action alike for a challenge that is unknown, of others, answered or over: nobody learns which. */
    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        try {
            Optional<ConfirmDialog> dialog = dialog(context).filter(ConfirmDialog::isOpen);
            if (dialog.isPresent()) {
                dialog.get().show();
            } else {
                context.ignore();
            }
        } catch (StoreUnavailableException | SeedUnavailableException e) {
            showOutage(context, e);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(FormFields.CANCEL)) {
            decline(context.getSession(), context.getAuthenticationSession());
            context.cancel(); // Keycloak handles the button itself, unless the action is one that the user has to do
            return;
        }
        try {
            Optional<ConfirmDialog> dialog = dialog(context);
            if (dialog.isPresent()) {
                dialog.get().answer();
            } else { // the factor or the challenge is gone
                context.challenge(
                        RequiredActionPage.redirect(context.getSession(), context.getAuthenticationSession()));
            }
        } catch (StoreUnavailableException | SeedUnavailableException e) {
            showOutage(context, e);
        }
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession session, AuthenticationSessionModel login) {
        decline(session, login);
    }

    private static Optional<ConfirmDialog> dialog(RequiredActionContext context) {
        return new Confirmations(context.getSession())
                .of(context.getAuthenticationSession())
                .map(confirmation -> new ConfirmDialog(context, confirmation));
    }

    private static void showOutage(RequiredActionContext context, RuntimeException outage) {
        LOG.errorf(outage, "User %s can't confirm", context.getUser().getId());
        context.challenge(CodeMessages.unavailable(context.form()));
    }

    /** Denies the challenge if it is open. In an outage it stays open: then only a code of the user's can approve it. */
    private static void decline(KeycloakSession session, AuthenticationSessionModel login) {
        if (login.getAuthenticatedUser() == null) {
            return; // deleted in the meantime
        }
        try {
            new Confirmations(session)
                    .of(login)
                    .map(Confirmation::challenge)
                    .filter(session.getProvider(VerifyProvider.class).engine().operations()::decline)
                    .ifPresent(challenge -> EventDetails.declined(event(session, login), challenge)
                            .error(Errors.REJECTED_BY_USER));
        } catch (StoreUnavailableException | SeedUnavailableException e) {
            LOG.errorf(
                    e,
                    "User %s has declined, which could not be stored",
                    login.getAuthenticatedUser().getId());
        }
    }

    private static EventBuilder event(KeycloakSession session, AuthenticationSessionModel login) {
        return new EventBuilder(login.getRealm(), session, session.getContext().getConnection())
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .client(login.getClient())
                .user(login.getAuthenticatedUser())
                .detail(Details.CUSTOM_REQUIRED_ACTION, EventDetails.VERIFYING);
    }

    @Override
    public void close() {}
}
