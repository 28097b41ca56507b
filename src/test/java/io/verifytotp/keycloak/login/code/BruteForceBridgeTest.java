package io.verifytotp.keycloak.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.store.Fake;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** What Keycloak's protection does must not cost the user the page, nor the operator the event. */
class BruteForceBridgeTest {
    private final List<Object> told = new ArrayList<>();

    @Test
    void tellsKeycloakOfAWrongCode() {
        bridge(Fake.of(BruteForceProtector.class)
                        .on("failedLogin", arguments -> told.add(arguments[arguments.length - 1]))
                        .build())
                .wrongCode();

        assertThat(told).hasSize(1).first().asString().contains("otp");
    }

    @Test
    void goesOnWhereKeycloaksProtectionFails() {
        bridge(Fake.of(BruteForceProtector.class)
                        .on("failedLogin", arguments -> {
                            told.add("asked");
                            throw new IllegalStateException("no node answers");
                        })
                        .build())
                .wrongCode();

        assertThat(told).containsExactly("asked");
    }

    @Test
    void goesOnWhereThereIsNoProtection() {
        bridge(null).wrongCode();

        assertThat(told).isEmpty();
    }

    private static BruteForceBridge bridge(BruteForceProtector protector) {
        RealmModel realm =
                Fake.of(RealmModel.class).giving("isBruteForceProtected", true).build();
        KeycloakContext context = Fake.of(KeycloakContext.class)
                .giving("getRealm", realm)
                .giving("getConnection", null)
                .giving("getUri", null)
                .build();
        KeycloakSession session = Fake.of(KeycloakSession.class)
                .giving("getContext", context)
                .giving("getProvider", protector)
                .build();
        return new BruteForceBridge(
                new VerificationContext(session, Fake.of(UserModel.class).build(), null, null, "place"));
    }
}
