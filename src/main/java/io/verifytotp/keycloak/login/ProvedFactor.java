package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.FactorId;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Remembers in the session which factor it has proved: by a code at login, or by enrolling. Only such a session may
 * replace the factor or add another.
 */
final class ProvedFactor {
    private static final String NOTE = "verify-totp.proved-factor";

    private ProvedFactor() {}

    static void remember(AuthenticationSessionModel authentication, FactorId factor) {
        authentication.setUserSessionNote(NOTE, factor.publicId());
    }

    /** The factor proved by this login, or else by the session that this login goes on with. */
    static Optional<FactorId> of(RequiredActionContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        return FactorId.parse(authentication.getUserSessionNotes().get(NOTE))
                .or(() -> session(context).flatMap(session -> FactorId.parse(session.getNote(NOTE))));
    }

    /** A login in a browser that is logged in already has the id of that session, be it of this user. */
    private static Optional<UserSessionModel> session(RequiredActionContext context) {
        String id = context.getAuthenticationSession().getParentSession().getId();
        return Optional.ofNullable(context.getSession().sessions().getUserSession(context.getRealm(), id))
                .filter(session -> context.getUser().equals(session.getUser()));
    }
}
