package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.Challenge;
import io.verifytotp.keycloak.domain.ChallengeOutcome;
import io.verifytotp.keycloak.domain.Factor;
import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.StoreUnavailableException;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Asks for a code and does what the engine says. */
final class TotpFactorAuthenticator implements Authenticator, CredentialValidator<CredentialProvider<CredentialModel>> {
    private final VerifyProvider verify;

    TotpFactorAuthenticator(VerifyProvider verify) {
        this.verify = verify;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<FactorChoice> choice = choice(context, null);
        if (choice.isEmpty()) {
            refuseWithoutFactor(context);
            return;
        }
        context.challenge(choice.get().page(context, Optional.empty()));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Optional<FactorChoice> choice = choice(context, form.getFirst("factor"));
        if (choice.isEmpty()) {
            refuseWithoutFactor(context);
            return;
        }
        Optional<String> lockOut = new BruteForceBridge(context).lockOut();
        if (lockOut.isPresent()) {
            context.getEvent().user(context.getUser()).error(lockOut.get());
            context.forceChallenge(choice.get().page(context, Optional.of(Refusal.notAccepted())));
            return;
        }
        answer(context, choice.get(), form.getFirst(Refusal.CODE_FIELD));
    }

    private void answer(AuthenticationFlowContext context, FactorChoice choice, String code) {
        Service service = service(context);
        ChallengeNote note = new ChallengeNote(context);
        Challenge challenge = verify.engine()
                .challenge(
                        service,
                        context.getUser().getId(),
                        choice.selected(),
                        note.current(),
                        Optional.ofNullable(
                                context.getAuthenticationSession().getClient().getClientId()));
        ChallengeOutcome outcome = verify.engine().answer(service, challenge, code);
        if (outcome.recorded()) {
            note.remember(challenge.id());
        }
        EventDetails.challenge(context.getEvent(), outcome)
                .detail(
                        Details.SELECTED_CREDENTIAL_ID,
                        choice.selected().value().toString());
        switch (outcome.verdict()) {
            case APPROVED -> succeed(context);
            case WRONG_CODE -> {
                new BruteForceBridge(context).wrongCode();
                context.failureChallenge(
                        AuthenticationFlowError.INVALID_CREDENTIALS, refused(context, choice, outcome));
            }
            case MALFORMED,
                    ALREADY_USED,
                    LOCKED,
                    DISABLED,
                    CHALLENGE_CLOSED,
                    TOO_MANY_CHALLENGES,
                    UNKNOWN_FACTOR,
                    UNREADABLE_SEED,
                    STORE_UNAVAILABLE -> context.forceChallenge(refused(context, choice, outcome));
        }
    }

    private static void succeed(AuthenticationFlowContext context) {
        // As "otp" too: conditions on core's category hold, and the brute-force protection clears its count of it.
        AuthenticatorUtil.addAuthCredential(context.getAuthenticationSession(), OTPCredentialModel.TYPE);
        context.success(Identifiers.CREDENTIAL_TYPE);
    }

    private Response refused(AuthenticationFlowContext context, FactorChoice choice, ChallengeOutcome outcome) {
        EventDetails.reason(context.getEvent(), outcome.verdict().reason())
                .user(context.getUser())
                .error(Errors.INVALID_USER_CREDENTIALS);
        FormMessage message = Refusal.message(
                outcome.settlement(), choice.digits(), verify.clock().instant());
        return choice.page(context, Optional.of(message));
    }

    /** The user has a factor, or the flow would not be here, but none that can be read. */
    private static void refuseWithoutFactor(AuthenticationFlowContext context) {
        EventDetails.reason(context.getEvent(), "no_readable_factor")
                .user(context.getUser())
                .error(Errors.INVALID_USER_CREDENTIALS);
        Response page =
                context.form().setError("verifyTotpUnavailable").createErrorPage(Response.Status.SERVICE_UNAVAILABLE);
        context.failure(AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED, page);
    }

    /** The user's factors and the chosen one; empty if there is none that can be read. */
    private Optional<FactorChoice> choice(AuthenticationFlowContext context, String chosen) {
        try {
            List<Factor> factors =
                    verify.engine().factors(service(context), context.getUser().getId());
            return FactorChoice.of(factors, chosen);
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    private Service service(AuthenticationFlowContext context) {
        return verify.services().defaultOf(context.getRealm().getId());
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return verify.engine().isEnrolled(verify.services().defaultOf(realm.getId()), user.getId());
    }

    /** On the authentication session, not the user: users of read-only storage can enroll as well. */
    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (!authentication.getRequiredActions().contains(Identifiers.REQUIRED_ACTION)) {
            authentication.addRequiredAction(Identifiers.REQUIRED_ACTION);
        }
    }

    @Override
    public List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
        return List.of((RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, Identifiers.REQUIRED_ACTION));
    }

    @Override
    @SuppressWarnings("unchecked") // providers are found by id; this one is ours
    public CredentialProvider<CredentialModel> getCredentialProvider(KeycloakSession session) {
        return (CredentialProvider<CredentialModel>)
                session.getProvider(CredentialProvider.class, Identifiers.CREDENTIAL_TYPE);
    }

    @Override
    public void close() {}
}
