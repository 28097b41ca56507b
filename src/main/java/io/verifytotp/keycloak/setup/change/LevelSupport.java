package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.Levels;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import java.io.IOException;
import java.util.Map;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.AcrUtils;

/** Checks that the server has levels of authentication, and that applications can ask for them as 1 and 2. */
final class LevelSupport {
    private final KeycloakSession session;
    private final RealmModel realm;

    LevelSupport(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Throws a refusal if levels would not work. */
    void require() {
        if (session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, Levels.CONDITION) == null) {
            throw SetupRefusal.because("The server has no levels of authentication: its feature step-up-authentication"
                    + " is off; switch it on first");
        }
        Map<String, Integer> names = names();
        for (int level = 1; level <= 2; level++) {
            if (names.getOrDefault(Integer.toString(level), level) != level) {
                throw SetupRefusal.because("The realm's ACR to LoA mapping gives the name " + level
                        + " to another level than " + level + "; change that first");
            }
        }
    }

    /** Without a mapping, Keycloak takes the numbers of a flow's levels as their names. */
    private Map<String, Integer> names() {
        String mapping = realm.getAttribute(Constants.ACR_LOA_MAP);
        if (mapping == null || mapping.isEmpty()) {
            return Map.of();
        }
        try {
            return AcrUtils.parseAcrLoaMap(mapping);
        } catch (IOException e) {
            throw SetupRefusal.because("The realm's ACR to LoA mapping can't be read; correct it first");
        }
    }
}
