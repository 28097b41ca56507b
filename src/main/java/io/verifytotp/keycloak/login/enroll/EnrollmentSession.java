package io.verifytotp.keycloak.login.enroll;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.enrollment.Enrollment;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentPrompt;
import io.verifytotp.keycloak.domain.enrollment.EnrollmentStart;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.SetUpService;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The pending factor of one login: every page shows the same seed until it is verified or expires. Remembers how many
 * wrong codes the factor had when the page was shown, so that of two posts of that page only one counts.
 */
final class EnrollmentSession {
    private static final String NOTE = "verify-totp.pending-factor";
    private static final String FAILURES = "verify-totp.pending-failures";

    private final VerifyEngine engine;
    private final Service service;
    private final String identity;
    private final AuthenticationSessionModel authentication;

    EnrollmentSession(VerifyEngine engine, Service service, RequiredActionContext context) {
        this.engine = engine;
        this.service = service;
        this.identity = context.getUser().getId();
        this.authentication = context.getAuthenticationSession();
    }

    Optional<EnrollmentPrompt> shown() {
        return FactorId.parse(authentication.getAuthNote(NOTE)).map(id -> EnrollmentPrompt.page(id, failures()));
    }

    private int failures() {
        String note = authentication.getAuthNote(FAILURES);
        return note == null ? 0 : Integer.parseInt(note);
    }

    /** Returns the enrollment to show: the last one, or a new one if there was none or it has expired. */
    EnrollmentStart current() {
        EnrollmentStart start = shown().flatMap(page -> engine.resumeEnrollment(service, identity, page.factor()))
                .map(EnrollmentStart::of)
                .orElseGet(() -> engine.beginEnrollment(service, identity));
        start.enrollment().ifPresent(this::remember);
        return start;
    }

    void end() {
        SetUpService.finish(authentication, service);
        authentication.removeAuthNote(NOTE);
        authentication.removeAuthNote(FAILURES);
    }

    private void remember(Enrollment enrollment) {
        SetUpService.remember(authentication, service);
        authentication.setAuthNote(NOTE, enrollment.factor().id().publicId());
        authentication.setAuthNote(FAILURES, Integer.toString(enrollment.failures()));
    }
}
