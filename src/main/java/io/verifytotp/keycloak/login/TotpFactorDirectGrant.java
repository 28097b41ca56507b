package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.compat.DirectGrantStatus;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.SelectedFactor;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * Takes the code of a direct grant from the form parameter {@code totp} or {@code otp}. Every refusal reads like a wrong
 * password, and the true reason is in the event. A user who has to enroll first gets Keycloak's answer that the account
 * is not fully set up, because enrolling needs a browser.
 */
public final class TotpFactorDirectGrant extends CodeAuthenticator {
    @Override
    public String getId() {
        return Identifiers.DIRECT_GRANT_AUTHENTICATOR;
    }

    @Override
    public String getDisplayType() {
        return "Verify TOTP (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Asks for a code of the user's authenticator app in the form parameter 'totp' (or 'otp') of a direct "
                + "grant.";
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String typed = Optional.ofNullable(form.getFirst("totp")).orElseGet(() -> form.getFirst("otp"));
        CodeVerification verification = verification(context);
        Optional<SelectedFactor> selected = verification.select(form.getFirst(FormFields.FACTOR));
        if (selected.isEmpty()) {
            verification.reportMissingFactor();
            refuse(context);
        } else if (verification.isLockedOut()) {
            refuse(context);
        } else if (verification.answer(selected.get(), typed).verdict() == Verdict.APPROVED) {
            succeed(context);
        } else {
            refuse(context);
        }
    }

    private static void refuse(AuthenticationFlowContext context) {
        OAuth2ErrorRepresentation error =
                new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, "Invalid user credentials");
        context.failure(
                AuthenticationFlowError.INVALID_CREDENTIALS,
                Response.status(DirectGrantStatus.WRONG_PASSWORD)
                        .entity(error)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // There is no second request in a direct grant.
    }
}
