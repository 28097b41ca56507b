package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.enrollment.Enrollee;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentOutcome;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentVerdict;
import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.code.CodeMessages;
import io.verifytotp.keycloak.login.code.FormFields;
import io.verifytotp.keycloak.login.code.RequiredActionPage;
import io.verifytotp.keycloak.login.proof.SessionProofs;
import io.verifytotp.keycloak.spi.EventDetails;
import io.verifytotp.keycloak.spi.VerifyProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.utils.FormMessage;

/**
 * One request of a user who enrolls: shows the page, confirms the factor or postpones it. The form sends a code and a
 * name for the device; nothing else is read from it. The realm's configuration is read once.
 */
final class EnrollmentDialog {
    private final VerifyProvider verify;
    private final RequiredActionContext context;
    private final Service service;
    private final SessionProofs proofs;
    private final EnrollmentSession session;
    private final EnrollmentGrace grace;
    private final EnrollmentPages pages;

    EnrollmentDialog(RequiredActionContext context, Service service) {
        this.verify = context.getSession().getProvider(VerifyProvider.class);
        this.context = context;
        this.service = service;
        this.proofs = new SessionProofs(
                context.getSession(),
                context.getAuthenticationSession(),
                verify.clock().instant());
        this.session = new EnrollmentSession(verify.engine(), service, context);
        this.grace = new EnrollmentGrace(verify.engine(), service, context);
        this.pages = new EnrollmentPages(verify, service, context, session, grace);
        EventDetails.service(context.getEvent(), service);
    }

    void show() {
        if (grace.isDone()) {
            context.ignore();
        } else {
            show(Optional.empty(), Optional.empty());
        }
    }

    void postpone() {
        try {
            switch (grace.postpone()) {
                case COUNTED ->
                    context.cancel(); // unlike a success, this leaves the action with the user and the login
                case PAGE_OUTDATED -> show(Optional.of(typedLabel()), messageIfOver());
                case OVER -> refuse("put_off_over", CodeMessages.laterOver());
            }
        } catch (StoreUnavailableException e) {
            context.challenge(pages.unavailable("store_unavailable"));
        }
    }

    /** Returns why the page has no button any more; empty while it shows how many times are left. */
    private Optional<FormMessage> messageIfOver() {
        return grace.offer().isPresent() ? Optional.empty() : Optional.of(CodeMessages.laterOver());
    }

    void confirm() {
        Optional<EnrollmentPrompt> shown = session.shown();
        if (shown.isEmpty()) {
            refuse(EnrollmentVerdict.GONE.reason(), CodeMessages.gone());
            return;
        }
        if (isUnproved()) {
            askForProof(EnrollmentVerdict.PROOF_NEEDED.reason());
            return;
        }
        String typed = form().getFirst(FormFields.CODE);
        EnrollmentOutcome outcome =
                verify.engine().confirmEnrollment(service, enrollee(), shown.get(), typed, typedLabel());
        if (outcome.isRepeatedRefusal()) { // reported for the page's first post
            show(Optional.of(typedLabel()), Optional.of(message(outcome)));
            return;
        }
        EventDetails.factor(EnrollmentEvents.ofRequest(context), outcome.factor());
        switch (outcome.verdict()) {
            case VERIFIED -> succeed(outcome.factor());
            case PROOF_NEEDED -> askForProof(outcome.reason());
            case FACTOR_LIMIT, CODE_REFUSED, LABEL_MISSING, LABEL_TAKEN, LABEL_TOO_LONG, GONE ->
                refuse(outcome.reason(), message(outcome));
        }
    }

    private boolean isUnproved() {
        try {
            return pages.isUnproved();
        } catch (StoreUnavailableException e) {
            return false; // the engine refuses as well
        }
    }

    private void askForProof(String reason) {
        EnrollmentEvents.refuse(context, reason);
        context.challenge(RequiredActionPage.redirect(context.getSession(), context.getAuthenticationSession()));
    }

    private void succeed(FactorId factor) {
        session.end();
        proofs.remember(Proof.Kind.SET_UP, factor, service);
        if (form().containsKey(FormFields.LOG_OUT_OTHERS)) {
            AuthenticatorUtil.logoutOtherSessions(context);
        }
        if (service.policy().recoveryCodes()) {
            RecoveryCodes.askToSetUp(context);
        }
        context.success();
    }

    private void refuse(String reason, FormMessage message) {
        EnrollmentEvents.refuse(context, reason);
        show(Optional.of(typedLabel()), Optional.of(message));
    }

    private void show(Optional<String> label, Optional<FormMessage> error) {
        context.challenge(pages.page(enrollee(), label, error));
    }

    private FormMessage message(EnrollmentOutcome outcome) {
        int digits = service.policy().parameters().digits();
        return CodeMessages.message(outcome, digits, verify.clock().instant());
    }

    private Enrollee enrollee() {
        return Enrollee.inSession(context.getUser().getId(), proofs.current(service));
    }

    private String typedLabel() {
        return DeviceLabel.normalise(form().getFirst(FormFields.LABEL));
    }

    private MultivaluedMap<String, String> form() {
        return context.getHttpRequest().getDecodedFormParameters();
    }
}
