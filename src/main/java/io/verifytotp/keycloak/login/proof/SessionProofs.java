package io.verifytotp.keycloak.login.proof;

import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.ServiceSetting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * Proofs of a login or of the session that it continues. The newest one of each Service is in a note of the user session,
 * which Keycloak copies from the login when it ends.
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

    /** Returns the valid proof of a session for changes that a factor of that Service proves; none if it is offline. */
    static Optional<Proof> of(UserSessionModel session, Service service, Instant now) {
        return session.isOffline()
                ? Optional.empty()
                : read(NOTE, service, session::getNote)
                        .filter(proof -> isValid(proof, session.getUser(), now))
                        .findFirst();
    }

    /**
     * Reads the notes whose proofs count for a Service: those by its factors, and those by what Keycloak has verified,
     * which counts for all Services. The latter are in the note of the default Service.
     */
    private static Stream<Proof> read(String note, Service service, UnaryOperator<String> notes) {
        String name = ServiceSetting.note(note, service.realm(), service.id());
        return Stream.concat(Stream.of(name), Stream.of(note).filter(common -> !common.equals(name)))
                .flatMap(each -> Proof.parse(notes.apply(each)).stream()
                        .filter(proof -> each.equals(name) || proof.factor().isEmpty()));
    }

    /** Stores a proof by a factor of that Service in this login and in the session that it becomes. */
    public void remember(Proof.Kind kind, FactorId factor, Service service) {
        Proof proof = Proof.ofFactor(user.getId(), kind, factor, now);
        login.setUserSessionNote(ServiceSetting.note(NOTE, service.realm(), service.id()), proof.text());
    }

    /**
     * Stores as a proof that Keycloak has verified a recovery code or a passkey in this login. Keycloak notes it in the
     * authentication session only, so it has to be copied before the login ends.
     */
    public void rememberProofOfKeycloak() {
        List<String> used = AuthenticatorUtil.getAuthnCredentials(login);
        Optional<Proof.Kind> kind =
                used.stream().flatMap(type -> kindOf(type).stream()).findFirst();
        if (kind.isPresent()
                && Proof.parse(login.getUserSessionNotes().get(NOTE)).isEmpty()) {
            login.setUserSessionNote(
                    NOTE, Proof.ofKeycloak(user.getId(), kind.get(), now).text());
        }
    }

    /**
     * Returns the proof that is valid now, or that this login has begun a change with.
     *
     * @param service the Service whose factors prove the change
     */
    public Optional<Proof> current(Service service) {
        return read(ADMITTED, service, login::getAuthNote)
                .filter(proof -> isOf(proof, user))
                .findFirst()
                .or(() -> Stream.concat(ofThisLogin(service), ofTheSession(service))
                        .filter(proof -> isValid(proof, user, now))
                        .findFirst());
    }

    /** Keeps the current proof valid for a change that begins now, until this login ends. */
    public void admit(Service service) {
        String name = ServiceSetting.note(ADMITTED, service.realm(), service.id());
        current(service).ifPresent(proof -> login.setAuthNote(name, proof.text()));
    }

    private Stream<Proof> ofThisLogin(Service service) {
        return read(NOTE, service, login.getUserSessionNotes()::get);
    }

    /** Reads the session of a browser that is logged in already, perhaps with another user: it has the login's id. */
    private Stream<Proof> ofTheSession(Service service) {
        String id = login.getParentSession().getId();
        return Optional.ofNullable(keycloak.sessions().getUserSession(login.getRealm(), id)).stream()
                .flatMap(session -> read(NOTE, service, session::getNote));
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
