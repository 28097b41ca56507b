package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.FactorNames;
import io.verifytotp.keycloak.login.code.RefusedCodeCounter;
import io.verifytotp.keycloak.login.code.RemovedUser;
import io.verifytotp.keycloak.login.code.RequiredActionPage;
import io.verifytotp.keycloak.login.proof.SessionProofs;
import io.verifytotp.keycloak.login.stepup.ProveAction;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Enrolls the user: shows a seed that stays on the server, and verifies that the app has it. The form sends a code
 * and a name for the device; nothing else is read from it.
 */
final class EnrollFactorAction implements RequiredActionProvider, CredentialRegistrator {
    private final VerifyProvider verify;

    EnrollFactorAction(VerifyProvider verify) {
        this.verify = verify;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public String getCredentialType(KeycloakSession session, AuthenticationSessionModel authentication) {
        return Identifiers.CREDENTIAL_TYPE;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // Only an administrator, the user or the authenticator in a flow asks for enrollment.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (grace(context).isDone()) {
            context.ignore();
        } else {
            context.challenge(page(context, Optional.empty(), Optional.empty()));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (RemovedUser.isRefused(context)) {
            return;
        }
        if (context.getHttpRequest().getDecodedFormParameters().containsKey("skip")) {
            putOff(context);
        } else {
            confirm(context);
        }
    }

    private void putOff(RequiredActionContext context) {
        try {
            switch (grace(context).carryOut()) {
                case COUNTED -> context.cancel(); // unlike a success it leaves the action with the user and the login
                case PAGE_OUTDATED ->
                    context.challenge(page(context, Optional.of(typedLabel(context)), later(context)));
                case OVER -> {
                    event(context);
                    refuse(context, "put_off_over", typedLabel(context), CodeMessages.laterOver());
                }
            }
        } catch (StoreUnavailableException e) {
            event(context);
            context.challenge(unavailable(context, "store_unavailable"));
        }
    }

    /** The page shows how many times are left; where none is, it has to say why there is no button. */
    private Optional<FormMessage> later(RequiredActionContext context) {
        return grace(context).offer().isPresent() ? Optional.empty() : Optional.of(CodeMessages.laterOver());
    }

    private EnrollmentGrace grace(RequiredActionContext context) {
        return new EnrollmentGrace(verify.engine(), service(context), context);
    }

    private void confirm(RequiredActionContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String label = typedLabel(context);
        Optional<EnrollmentPrompt> shown = session(context).shown();
        if (shown.isEmpty()) {
            refuse(context, EnrollmentVerdict.GONE.reason(), label, CodeMessages.gone());
            return;
        }
        String code = form.getFirst(CodeMessages.CODE_FIELD);
        EnrollmentOutcome outcome =
                verify.engine().confirmEnrollment(service(context), enrollee(context), shown.get(), code, label);
        if (outcome.isRepeatedRefusal()) { // the page's first post has told it
            context.challenge(page(context, Optional.of(label), Optional.of(message(context, outcome))));
            return;
        }
        EventDetails.factor(event(context), outcome.factor());
        switch (outcome.verdict()) {
            case VERIFIED -> succeed(context, outcome.factor(), EnrollPage.asksToLogOutOthers(context));
            case PROOF_NEEDED -> {
                reportError(context, outcome.reason());
                context.challenge(
                        RequiredActionPage.redirect(context.getSession(), context.getAuthenticationSession()));
            }
            case FACTOR_LIMIT, CODE_REFUSED, LABEL_MISSING, LABEL_TAKEN, LABEL_TOO_LONG, GONE ->
                refuse(context, outcome.reason(), label, message(context, outcome));
        }
    }

    private static String typedLabel(RequiredActionContext context) {
        return DeviceLabel.normalise(
                context.getHttpRequest().getDecodedFormParameters().getFirst(CodeMessages.LABEL_FIELD));
    }

    private FormMessage message(RequiredActionContext context, EnrollmentOutcome outcome) {
        int digits = service(context).policy().parameters().digits();
        return CodeMessages.message(outcome, digits, verify.clock().instant());
    }

    private void refuse(RequiredActionContext context, String reason, String label, FormMessage message) {
        reportError(context, reason);
        context.challenge(page(context, Optional.of(label), Optional.of(message)));
    }

    private void succeed(RequiredActionContext context, FactorId factor, boolean logOutOthers) {
        session(context).end();
        proofs(context).remember(Proof.Kind.SET_UP, factor);
        if (logOutOthers) {
            AuthenticatorUtil.logoutOtherSessions(context);
        }
        if (service(context).policy().recoveryCodes()) {
            new RecoveryCodes(context).askToSetUp();
        }
        context.success();
    }

    private Response page(RequiredActionContext context, Optional<String> label, Optional<FormMessage> error) {
        try {
            Optional<EnrollmentVerdict> objection = verify.engine().objection(service(context), enrollee(context));
            return objection.isEmpty()
                    ? form(context, label, error)
                    : refused(context, objection.get(), error.isPresent());
        } catch (SeedUnavailableException e) {
            return unavailable(context, "seed_unavailable");
        } catch (StoreUnavailableException e) {
            return unavailable(context, "store_unavailable");
        }
    }

    private Response form(RequiredActionContext context, Optional<String> label, Optional<FormMessage> error) {
        Service service = service(context);
        EnrollPage.DeviceName deviceName = deviceName(service, context.getUser(), label);
        EnrollmentStart registration = session(context).current();
        if (registration.enrollment().isEmpty()) {
            return tooMany(context, registration.outcome());
        }
        EnrollPage page = new EnrollPage(
                service,
                registration.enrollment().get(),
                FactorNames.of(verify.names(), service, context.getUser().getId()),
                deviceName,
                label.isPresent() && EnrollPage.asksToLogOutOthers(context),
                UserDevice.isHandheld(context.getHttpRequest()),
                new RefusedCodeCounter(context.getAuthenticationSession())
                        .helpAfter(error, verify.clock().instant()),
                grace(context).offer());
        LoginFormsProvider form = context.form().setAttribute("enroll", page);
        error.map(message -> CodeMessages.ofDigits(message, page.getDigits())).ifPresent(form::addError);
        return form.createForm("verify-totp-enroll.ftl");
    }

    private EnrollPage.DeviceName deviceName(Service service, UserModel user, Optional<String> typed) {
        Set<String> present = verify.engine().factors(service, user.getId()).stream()
                .map(Factor::label)
                .collect(Collectors.toSet());
        return new EnrollPage.DeviceName(typed, verify.engine().needsLabel(service, user.getId()), present);
    }

    /**
     * The page that says why there is nothing to scan. {@link ProveAction} asks for a proof before; this action sees
     * that there is none only where that one is switched off.
     */
    private static Response refused(RequiredActionContext context, EnrollmentVerdict objection, boolean reported) {
        if (!reported) {
            reportError(context, objection.reason());
        }
        boolean unproved = objection == EnrollmentVerdict.PROOF_NEEDED;
        return context.form()
                .setError(unproved ? CodeMessages.PROOF_REQUIRED : CodeMessages.FACTOR_LIMIT)
                .createErrorPage(Response.Status.FORBIDDEN);
    }

    private static Response tooMany(RequiredActionContext context, EnrollmentStart.Outcome outcome) {
        reportError(context, outcome.reason());
        return context.form()
                .setError("verifyTotpTooManyEnrollments")
                .createErrorPage(Response.Status.TOO_MANY_REQUESTS);
    }

    private static Response unavailable(RequiredActionContext context, String reason) {
        reportError(context, reason);
        return context.form()
                .setError("verifyTotpEnrollmentUnavailable")
                .createErrorPage(Response.Status.SERVICE_UNAVAILABLE);
    }

    private static EventBuilder event(RequiredActionContext context) {
        return context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, Identifiers.CREDENTIAL_TYPE);
    }

    /** On a copy: the event of the request goes on to tell what becomes of the login. */
    private static void reportError(RequiredActionContext context, String reason) {
        EventBuilder event = event(context).clone().user(context.getUser());
        EventDetails.reason(event, reason).error(Errors.INVALID_USER_CREDENTIALS);
    }

    private EnrollmentSession session(RequiredActionContext context) {
        return new EnrollmentSession(verify.engine(), service(context), context);
    }

    private Enrollee enrollee(RequiredActionContext context) {
        return Enrollee.inSession(context.getUser().getId(), proofs(context).current());
    }

    private SessionProofs proofs(RequiredActionContext context) {
        return new SessionProofs(
                context.getSession(),
                context.getAuthenticationSession(),
                verify.clock().instant());
    }

    private Service service(RequiredActionContext context) {
        return verify.services().defaultOf(context.getRealm().getId());
    }

    @Override
    public void close() {}
}
