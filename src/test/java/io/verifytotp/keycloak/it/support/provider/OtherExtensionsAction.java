package io.verifytotp.keycloak.it.support.provider;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * An action as another extension may have it: it makes a credential, and does not say so by Keycloak's interface for
 * that. It belongs to a realm only if the realm registers it.
 */
public final class OtherExtensionsAction
        implements StatelessFactory<RequiredActionProvider>, RequiredActionFactory, RequiredActionProvider {
    public static final String ID = "other-extension";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayText() {
        return "Another extension's credential";
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Asks for itself, as an extension may: after all actions with a lower priority have been evaluated. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        UserModel user = context.getUser();
        if (user.getUsername().startsWith("asked-by-trigger")
                && !user.credentialManager().isConfiguredFor(ID)) {
            user.addRequiredAction(ID);
        }
    }

    /** For some users without a form, which no filter in front of forms can see. */
    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (context.getUser().getUsername().startsWith("without-form")) {
            processAction(context);
            context.getEvent()
                    .clone()
                    .event(EventType.UPDATE_CREDENTIAL)
                    .detail(Details.CREDENTIAL_TYPE, ID)
                    .user(context.getUser())
                    .success();
            return;
        }
        context.challenge(Response.ok("<form id=\"other-extension\" method=\"post\" action=\""
                        + context.getActionUrl().toString().replace("&", "&amp;") + "\"></form>")
                .type(MediaType.TEXT_HTML_TYPE)
                .build());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        CredentialModel credential = new CredentialModel();
        credential.setType(ID);
        credential.setSecretData("{}");
        credential.setCredentialData("{}");
        context.getUser().credentialManager().createStoredCredential(credential);
        context.success();
    }

    @Override
    public void close() {}
}
