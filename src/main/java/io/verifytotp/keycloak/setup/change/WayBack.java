package io.verifytotp.keycloak.setup.change;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Command that binds the browser flow of before, for administrators who can't log in any more.
 *
 * @param command line for a shell, in Keycloak's folder {@code bin}
 */
record WayBack(String command) {
    private static final String SAFE = "[A-Za-z0-9._/=-]+";

    /** Reads which flow is bound now, or was bound before the first set-up. */
    static WayBack of(KeycloakSession session, RealmModel realm) {
        SetupRecord record = SetupRecord.of(realm);
        FlowReader reader = new FlowReader(session, realm);
        Optional<String> bound = Optional.ofNullable(realm.getBrowserFlow()).map(AuthenticationFlowModel::getId);
        Optional<String> before = record.binding("browser")
                .filter(binding -> bound.equals(Optional.of(binding.copy())))
                .map(SetupRecord.Bound::before)
                .or(() -> bound);
        String flow = before.flatMap(reader::alias).orElse("browser");
        String path = "realms/"
                + URLEncoder.encode(realm.getName(), StandardCharsets.UTF_8).replace("+", "%20");
        return new WayBack("./kcadm.sh update " + path + " -s " + quoted("browserFlow=" + flow));
    }

    private static String quoted(String text) {
        return text.matches(SAFE) ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
