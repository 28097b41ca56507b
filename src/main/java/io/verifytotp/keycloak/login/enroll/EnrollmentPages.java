package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RefusedCodeCounter;
import io.verifytotp.keycloak.login.proof.ProofRule;
import io.verifytotp.keycloak.login.stepup.ProveAction;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/** Builds the page that enrolls, or the error page in its place. */
final class EnrollmentPages {
    private final VerifyProvider verify;
    private final Service service;
    private final RequiredActionContext context;
    private final EnrollmentSession session;
    private final EnrollmentGrace grace;

    EnrollmentPages(
            VerifyProvider verify,
            Service service,
            RequiredActionContext context,
            EnrollmentSession session,
            EnrollmentGrace grace) {
        this.verify = verify;
        this.service = service;
        this.context = context;
        this.session = session;
        this.grace = grace;
    }

    /** Builds the page with the QR code. The label is empty before the form was sent; an error is reported already. */
    Response page(Enrollee enrollee, Optional<String> label, Optional<FormMessage> error) {
        try {
            Optional<EnrollmentVerdict> objection = verify.engine().objection(service, enrollee);
            if (objection.isPresent() || isUnproved()) {
                return refused(objection.orElse(EnrollmentVerdict.PROOF_NEEDED), error.isPresent());
            }
            LabelField labelField =
                    LabelField.of(verify.engine(), service, context.getUser().getId(), label);
            EnrollmentStart start = session.current();
            return start.enrollment().isPresent()
                    ? form(start.enrollment().get(), labelField, error)
                    : error(
                            start.outcome().reason(),
                            "verifyTotpTooManyEnrollments",
                            Response.Status.TOO_MANY_REQUESTS);
        } catch (SeedUnavailableException e) {
            return unavailable("seed_unavailable");
        } catch (StoreUnavailableException e) {
            return unavailable("store_unavailable");
        }
    }

    /** Returns whether the first factor of the Service lacks a proof by another one's: the domain asks for its own only. */
    boolean isUnproved() {
        boolean isFirst = !verify.engine().isEnrolled(service, context.getUser().getId());
        return isFirst
                && new ProofRule(context.getSession())
                        .lacksProof(context.getAuthenticationSession(), Identifiers.REQUIRED_ACTION);
    }

    private Response form(Enrollment enrollment, LabelField labelField, Optional<FormMessage> error) {
        String identity = context.getUser().getId();
        OtpAuthUri uri = new OtpAuthUri(
                verify.names().issuer(service, identity),
                verify.names().account(service, identity),
                enrollment.seed(),
                enrollment.factor().binding().parameters(),
                service.policy().image());
        EnrollPage page = new EnrollPage(
                uri,
                labelField,
                labelField.typed().isPresent()
                        && context.getHttpRequest().getDecodedFormParameters().containsKey(FormFields.LOG_OUT_OTHERS),
                UserDevice.isHandheld(context.getHttpRequest()),
                RefusedCodeCounter.helpAfter(
                        error,
                        context.getAuthenticationSession(),
                        verify.clock().instant()),
                grace.offer());
        LoginFormsProvider form = context.form().setAttribute("enroll", page);
        error.map(message -> CodeMessages.ofDigits(message, page.getDigits())).ifPresent(form::addError);
        return form.createForm("verify-totp-enroll.ftl");
    }

    /** Refuses to enroll. {@link ProveAction} asks for a proof before; it is missing only if that action is disabled. */
    private Response refused(EnrollmentVerdict objection, boolean reported) {
        if (!reported) {
            EnrollmentEvents.refuse(context, objection.reason());
        }
        boolean unproved = objection == EnrollmentVerdict.PROOF_NEEDED;
        return context.form()
                .setError(unproved ? CodeMessages.PROOF_REQUIRED : CodeMessages.FACTOR_LIMIT)
                .createErrorPage(Response.Status.FORBIDDEN);
    }

    Response unavailable(String reason) {
        return error(reason, "verifyTotpEnrollmentUnavailable", Response.Status.SERVICE_UNAVAILABLE);
    }

    /** Shows the error page of an outage, because the configuration names a Service that does not exist. */
    static void refuseUnknownService(RequiredActionContext context) {
        EnrollmentEvents.refuse(context, "unknown_service");
        context.challenge(context.form()
                .setError("verifyTotpEnrollmentUnavailable")
                .createErrorPage(Response.Status.SERVICE_UNAVAILABLE));
    }

    private Response error(String reason, String message, Response.Status status) {
        EnrollmentEvents.refuse(context, reason);
        return context.form().setError(message).createErrorPage(status);
    }
}
