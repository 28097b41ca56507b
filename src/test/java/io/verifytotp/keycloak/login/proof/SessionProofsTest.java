package io.verifytotp.keycloak.login.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.enrollment.Proof;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.store.Fake;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** A proof counts for the Service whose factor gave it; one of Keycloak's own counts for all. */
class SessionProofsTest {
    private static final String REALM = "realm-1";

    private final Service byDefault = service(ServiceId.defaultOf(REALM));
    private final Service stage = service(ServiceId.random());
    private final Service production = service(ServiceId.random());
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> authNotes = new HashMap<>();
    private final Set<String> credentials = new HashSet<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void oneServiceDoesNotProveAnother() {
        proofs().remember(Proof.Kind.CODE, factor(), stage);

        assertThat(proofs().current(stage)).isPresent();
        assertThat(proofs().current(production)).isEmpty();
        assertThat(proofs().current(byDefault)).isEmpty();
    }

    @Test
    void theDefaultServiceDoesNotProveAnother() {
        proofs().remember(Proof.Kind.SET_UP, factor(), byDefault);

        assertThat(proofs().current(byDefault)).isPresent();
        assertThat(proofs().current(stage)).isEmpty();
    }

    @Test
    void theProofOfOneServiceStaysWhenAnotherIsProved() {
        proofs().remember(Proof.Kind.CODE, factor(), stage);
        proofs().remember(Proof.Kind.CODE, factor(), byDefault);
        proofs().remember(Proof.Kind.CODE, factor(), production);

        assertThat(proofs().current(stage)).isPresent();
        assertThat(proofs().current(byDefault)).isPresent();
        assertThat(proofs().current(production)).isPresent();
    }

    @Test
    void aPasskeyProvesForAll() {
        notes.put(
                "verify-totp.proof",
                Proof.ofKeycloak("alice", Proof.Kind.PASSKEY, now).text());

        assertThat(proofs().current(byDefault)).isPresent();
        assertThat(proofs().current(stage)).isPresent();
    }

    @Test
    void aChangeThatWasBegunMayEndInThatServiceOnly() {
        proofs().remember(Proof.Kind.CODE, factor(), stage);
        proofs().admit(stage);
        proofs().admit(production);
        now = now.plusSeconds(600);

        assertThat(proofs().current(stage)).isPresent();
        assertThat(proofs().current(production)).isEmpty();
        assertThat(proofs().current(byDefault)).isEmpty();
    }

    @Test
    void aSessionProvesNoMoreThanItsLogin() {
        proofs().remember(Proof.Kind.CODE, factor(), stage);
        UserSessionModel session = Fake.of(UserSessionModel.class)
                .giving("isOffline", false)
                .giving("getUser", user())
                .on("getNote", name -> notes.get(name[0]))
                .build();

        assertThat(SessionProofs.of(session, stage, now)).isPresent();
        assertThat(SessionProofs.of(session, byDefault, now)).isEmpty();
    }

    @Test
    void aProofEndsWithItsFactor() {
        proofs().remember(Proof.Kind.CODE, factor(), stage);
        credentials.clear();

        assertThat(proofs().current(stage)).isEmpty();
    }

    private FactorId factor() {
        FactorId factor = FactorId.random();
        credentials.add(factor.key());
        return factor;
    }

    private SessionProofs proofs() {
        RootAuthenticationSessionModel browser = Fake.of(RootAuthenticationSessionModel.class)
                .giving("getId", "browser-1")
                .build();
        AuthenticationSessionModel login = Fake.of(AuthenticationSessionModel.class)
                .giving("getRealm", Fake.of(RealmModel.class).build())
                .giving("getAuthenticatedUser", user())
                .giving("getParentSession", browser)
                .giving("getUserSessionNotes", notes)
                .on("setUserSessionNote", note -> notes.put((String) note[0], (String) note[1]))
                .on("getAuthNote", name -> authNotes.get(name[0]))
                .on("setAuthNote", note -> authNotes.put((String) note[0], (String) note[1]))
                .build();
        KeycloakSession keycloak = Fake.of(KeycloakSession.class)
                .giving(
                        "sessions",
                        Fake.of(UserSessionProvider.class)
                                .giving("getUserSession", null)
                                .build())
                .build();
        return new SessionProofs(keycloak, login, now);
    }

    private UserModel user() {
        return Fake.of(UserModel.class)
                .giving("getId", "alice")
                .giving(
                        "credentialManager",
                        Fake.of(SubjectCredentialManager.class)
                                .on("getStoredCredentialById", id -> credential((String) id[0]))
                                .build())
                .build();
    }

    private CredentialModel credential(String id) {
        CredentialModel model = new CredentialModel();
        model.setType("verify-totp");
        return credentials.contains(id) ? model : null;
    }

    private static Service service(ServiceId id) {
        return new Service(id, REALM, new ServiceOptions(Map.of()).policy("Owl Bank"));
    }
}
