package io.verifytotp.keycloak.login.proof;

import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Proofs that a login, or the session which it continues, has given. The newest one is kept in a note of the user
 * session, which the login hands over when it ends.
 */
public final class SessionProofs {
    private static final String NOTE = "verify-totp.proof";
    private static final String ADMITTED = "verify-totp.admitted-proof";

    private final KeycloakSession keycloak;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final Instant now;

    /**
     * Reads the proofs of one login.
     *
     * @param login an authentication session that knows its user
     */
    public SessionProofs(KeycloakSession keycloak, AuthenticationSessionModel login, Instant now) {
        this.keycloak = keycloak;
        this.login = login;
        this.user = login.getAuthenticatedUser();
        this.now = now;
    }

    /** The proof that counts for {@code session}; none ever counts in an offline session. */
    static Optional<Proof> of(UserSessionModel session, Instant now) {
        return session.isOffline()
                ? Optional.empty()
                : Proof.parse(session.getNote(NOTE)).filter(proof -> counts(proof, session.getUser(), now));
    }

    /** Keeps a proof for this login and for the session that comes of it. */
    public void remember(Proof.Kind kind, FactorId factor) {
        keep(Proof.ofFactor(user.getId(), kind, factor, now));
    }

    /**
     * Keeps what Keycloak has verified in this login. Keycloak names it in a note of the authentication session only, so
     * it has to be copied while the login lasts.
     */
    public void rememberKeycloaks() {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(login);
        Optional<Proof.Kind> kind =
                used.stream().flatMap(type -> kindOf(type).stream()).findFirst();
        if (kind.isPresent() && ofThisLogin().isEmpty()) {
            keep(Proof.ofKeycloak(user.getId(), kind.get(), now));
        }
    }

    /** The proof that counts now, for a change which begins or which this login has begun with it. */
    public Optional<Proof> current() {
        return Proof.parse(login.getAuthNote(ADMITTED))
                .filter(proof -> isOf(proof, user))
                .or(() -> Stream.concat(ofThisLogin().stream(), ofTheSession().stream())
                        .filter(proof -> counts(proof, user, now))
                        .findFirst());
    }

    /** Lets a change that begins now end in this login, however long the user takes for it. */
    public void admit() {
        current().ifPresent(proof -> login.setAuthNote(ADMITTED, proof.text()));
    }

    private void keep(Proof proof) {
        login.setUserSessionNote(NOTE, proof.text());
    }

    private Optional<Proof> ofThisLogin() {
        return Proof.parse(login.getUserSessionNotes().get(NOTE));
    }

    /** A login in a browser that is logged in already has the id of that session, perhaps of another user. */
    private Optional<Proof> ofTheSession() {
        String id = login.getParentSession().getId();
        return Optional.ofNullable(keycloak.sessions().getUserSession(login.getRealm(), id))
                .flatMap(session -> Proof.parse(session.getNote(NOTE)));
    }

    private static boolean counts(Proof proof, UserModel user, Instant now) {
        return proof.isFresh(now) && isOf(proof, user);
    }

    private static boolean isOf(Proof proof, UserModel user) {
        return proof.identity().equals(user.getId()) && proof.holds(factor -> isFactor(user, factor));
    }

    private static boolean isFactor(UserModel user, FactorId factor) {
        CredentialModel credential =
                user.credentialManager().getStoredCredentialById(factor.value().toString());
        return credential != null && Identifiers.CREDENTIAL_TYPE.equals(credential.getType());
    }

    private static Optional<Proof.Kind> kindOf(String credentialType) {
        return switch (credentialType) {
            case RecoveryAuthnCodesCredentialModel.TYPE -> Optional.of(Proof.Kind.RECOVERY_CODE);
            case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                Optional.of(Proof.Kind.PASSKEY);
            default -> Optional.empty();
        };
    }
}
