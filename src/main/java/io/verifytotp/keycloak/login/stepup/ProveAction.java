package io.verifytotp.keycloak.login.stepup;

import io.verifytotp.keycloak.domain.challenge.ChallengeOutcome;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.CodePage;
import io.verifytotp.keycloak.login.code.CodeVerification;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.SelectedFactor;
import io.verifytotp.keycloak.login.code.VerificationContext;
import io.verifytotp.keycloak.login.proof.ProofRule;
import io.verifytotp.keycloak.spi.PlainFactory;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for a code of the user's factor before an action that can replace the factor, if the login has no proof. The page
 * is that of the login, with the same rules and budgets. Keycloak evaluates the trigger before it chooses the next
 * action, and chooses the one that an application asked for last, so this action comes before it.
 */
public final class ProveAction
        implements RequiredActionProvider, RequiredActionFactory, PlainFactory<RequiredActionProvider> {
    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return Identifiers.PROVE_ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Prove Verify TOTP first";
    }

    /** Adds the action to the authentication session: it belongs to this login, and users may be read-only. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (context.getUser() == null) {
            return; // deleted in the meantime
        }
        AuthenticationSessionModel login = context.getAuthenticationSession();
        ProofRule rule = new ProofRule(context.getSession());
        rule.proofs(login).rememberProofOfKeycloak();
        if (rule.lacking(login).isPresent()) {
            login.addRequiredAction(Identifiers.PROVE_ACTION);
        } else if (login.getRequiredActions().contains(Identifiers.PROVE_ACTION)) {
            login.removeRequiredAction(Identifiers.PROVE_ACTION);
        }
        rule.admit(login);
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        CodeVerification verification = verification(context);
        context.challenge(verification
                .select(null)
                .map(selected -> page(context, verification, selected, Optional.empty()))
                .orElseGet(() -> verification.refuseWithoutFactor(context.form())));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (form.containsKey(FormFields.CANCEL) && isCancellable(context)) {
            cancel(context);
        } else if (new ProofRule(context.getSession())
                .lacking(context.getAuthenticationSession())
                .isPresent()) {
            answer(context, form);
        } else {
            context.success(); // proved in another tab, or the factor was removed
        }
    }

    private static void answer(RequiredActionContext context, MultivaluedMap<String, String> form) {
        CodeVerification verification = verification(context);
        Optional<SelectedFactor> selected = verification.select(form.getFirst(FormFields.FACTOR));
        if (selected.isEmpty()) {
            context.challenge(verification.refuseWithoutFactor(context.form()));
        } else if (verification.isLockedOut()) {
            context.challenge(page(context, verification, selected.get(), Optional.of(CodeMessages.notAccepted())));
        } else {
            ChallengeOutcome outcome = verification.answer(selected.get(), form.getFirst(FormFields.CODE));
            if (outcome.verdict() == Verdict.APPROVED) {
                verification.reportApproval();
                context.success();
            } else {
                FormMessage message = verification.message(selected.get(), outcome);
                context.challenge(page(context, verification, selected.get(), Optional.of(message)));
            }
        }
    }

    private static Response page(
            RequiredActionContext context,
            CodeVerification verification,
            SelectedFactor selected,
            Optional<FormMessage> error) {
        CodePage.Purpose purpose = isCancellable(context) ? CodePage.Purpose.CANCELLABLE_PROOF : CodePage.Purpose.PROOF;
        return verification.page(selected, context.form(), purpose, error);
    }

    private static CodeVerification verification(RequiredActionContext context) {
        KeycloakSession keycloak = context.getSession();
        Service service = new ProofRule(keycloak)
                .lacking(context.getAuthenticationSession())
                .orElseGet(() -> keycloak.getProvider(VerifyProvider.class)
                        .services()
                        .defaultOf(context.getRealm().getId()));
        return new CodeVerification(VerificationContext.of(context), Optional.of(service));
    }

    /** Returns true if only an application has asked for the action. */
    private static boolean isCancellable(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String action = login.getClientNote(Constants.KC_ACTION);
        return action != null
                && !login.getRequiredActions().contains(action)
                && context.getUser().getRequiredActionsStream().noneMatch(action::equals);
    }

    /** Cancels the action that needs the proof, with the same answer to the application as from that action's page. */
    private static void cancel(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String action = login.getClientNote(Constants.KC_ACTION);
        AuthenticationManager.setKcActionStatus(action, KcActionStatus.CANCELLED, login);
        context.cancel();
    }

    @Override
    public void close() {}
}
