package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.Identifiers;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
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

    /** Whether that session may change or delete factors of its user: it has proved one that the user still has. */
    static boolean isOf(UserSessionModel session) {
        return FactorId.parse(session.getNote(NOTE))
                .filter(factor -> isCurrent(session.getUser(), factor))
                .isPresent();
    }

    /** The same for an action that the user or an application has asked for. */
    static boolean isCurrent(RequiredActionContext context) {
        return of(context)
                .filter(factor -> isCurrent(context.getUser(), factor))
                .isPresent();
    }

    /** Whether that credential is a factor of ours. */
    static boolean isFactor(UserModel user, String credentialId) {
        CredentialModel credential = user.credentialManager().getStoredCredentialById(credentialId);
        return credential != null && Identifiers.CREDENTIAL_TYPE.equals(credential.getType());
    }

    private static boolean isCurrent(UserModel user, FactorId factor) {
        return isFactor(user, factor.value().toString());
    }

    /** A login in a browser that is logged in already has the id of that session, be it of this user. */
    private static Optional<UserSessionModel> session(RequiredActionContext context) {
        String id = context.getAuthenticationSession().getParentSession().getId();
        return Optional.ofNullable(context.getSession().sessions().getUserSession(context.getRealm(), id))
                .filter(session -> context.getUser().equals(session.getUser()));
    }
}
