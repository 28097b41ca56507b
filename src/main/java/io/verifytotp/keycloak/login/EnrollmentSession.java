package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.Registration;
import io.verifytotp.keycloak.domain.Service;
import io.verifytotp.keycloak.domain.VerifyEngine;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The enrollment of one login: the same seed for every page, until it is verified or expires. */
final class EnrollmentSession {
    private static final String NOTE = "verify-totp.pending-factor";

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

    /** The pending factor that the page showed last, if it showed one. */
    Optional<FactorId> shown() {
        return FactorId.parse(authentication.getAuthNote(NOTE));
    }

    /** The enrollment to show: the one shown before, or a new one if there was none or it has expired. */
    Registration current() {
        return shown().flatMap(id -> engine.resumeEnrollment(service, identity, id))
                .map(Registration::of)
                .orElseGet(this::begin);
    }

    void end() {
        authentication.removeAuthNote(NOTE);
    }

    private Registration begin() {
        Registration registration = engine.beginEnrollment(service, identity);
        registration
                .enrollment()
                .ifPresent(enrollment -> authentication.setAuthNote(
                        NOTE, enrollment.factor().id().publicId()));
        return registration;
    }
}
