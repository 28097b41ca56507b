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
 * Proofs of a login or of the session that it continues. The newest one is in a note of the user session, which Keycloak
 * copies from the login when it ends.
 */
public final class SessionProofs {
    private static final String NOTE = "verify-totp.proof";
    private static final String ADMITTED = "verify-totp.admitted-proof";

    private final KeycloakSession keycloak;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final Instant now;

    /** @param login an authentication session with a user */
    public SessionProofs(KeycloakSession keycloak, AuthenticationSessionModel login, Instant now) {
        this.keycloak = keycloak;
        this.login = login;
        this.user = login.getAuthenticatedUser();
        this.now = now;
    }

    /** Returns the valid proof of a session; always empty for an offline session. */
    static Optional<Proof> of(UserSessionModel session, Instant now) {
        return session.isOffline()
                ? Optional.empty()
                : Proof.parse(session.getNote(NOTE)).filter(proof -> isValid(proof, session.getUser(), now));
    }

    /** Stores a proof in this login and in the session that it becomes. */
    public void remember(Proof.Kind kind, FactorId factor) {
        login.setUserSessionNote(
                NOTE, Proof.ofFactor(user.getId(), kind, factor, now).text());
    }

    /**
     * Stores as a proof that Keycloak has verified a recovery code or a passkey in this login. Keycloak notes it in the
     * authentication session only, so it has to be copied before the login ends.
     */
    public void rememberProofOfKeycloak() {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(login);
        Optional<Proof.Kind> kind =
                used.stream().flatMap(type -> kindOf(type).stream()).findFirst();
        if (kind.isPresent() && ofThisLogin().isEmpty()) {
            login.setUserSessionNote(
                    NOTE, Proof.ofKeycloak(user.getId(), kind.get(), now).text());
        }
    }

    /** Returns the proof that is valid now, or that this login has begun a change with. */
    public Optional<Proof> current() {
        return Proof.parse(login.getAuthNote(ADMITTED))
                .filter(proof -> isOf(proof, user))
                .or(() -> Stream.concat(ofThisLogin().stream(), ofTheSession().stream())
                        .filter(proof -> isValid(proof, user, now))
                        .findFirst());
    }

    /** Keeps the current proof valid for a change that begins now, until this login ends. */
    public void admit() {
        current().ifPresent(proof -> login.setAuthNote(ADMITTED, proof.text()));
    }

    private Optional<Proof> ofThisLogin() {
        return Proof.parse(login.getUserSessionNotes().get(NOTE));
    }

    /** Reads the session of a browser that is logged in already, perhaps with another user: it has the login's id. */
    private Optional<Proof> ofTheSession() {
        String id = login.getParentSession().getId();
        return Optional.ofNullable(keycloak.sessions().getUserSession(login.getRealm(), id))
                .flatMap(session -> Proof.parse(session.getNote(NOTE)));
    }

    private static boolean isValid(Proof proof, UserModel user, Instant now) {
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
