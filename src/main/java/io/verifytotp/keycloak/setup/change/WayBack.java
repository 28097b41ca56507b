package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Bound;
import io.verifytotp.keycloak.setup.change.SetupRecord.Copy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.DefaultAuthenticationFlows;

/**
 * Command that binds the realm's flows of before, for administrators who can't log in any more.
 *
 * @param command line for a shell, in Keycloak's folder {@code bin}
 */
record WayBack(String command) {
    private static final String SAFE = "[A-Za-z0-9._/=-]+";
    private static final String BROWSER = "browser";

    /** The command logs in to that realm itself, where the direct grant or a lost factor may refuse it. */
    private static final String WITHOUT_LOGIN =
            " # If kcadm.sh gets no token: stop all nodes, run ./kc.sh bootstrap-admin"
                    + " service --client-id=rescue --client-secret:env=RESCUE and go on as in docs/operate.md, The way back";

    /** The fields of a realm and the names of Keycloak's own flows, by the place. */
    private static final Map<String, Field> FIELDS = Map.of(
            BROWSER,
            new Field("browserFlow", DefaultAuthenticationFlows.BROWSER_FLOW),
            "direct-grant",
            new Field("directGrantFlow", DefaultAuthenticationFlows.DIRECT_GRANT_FLOW),
            "reset-credentials",
            new Field("resetCredentialsFlow", DefaultAuthenticationFlows.RESET_CREDENTIALS_FLOW),
            "first-broker-login",
            new Field("firstBrokerLoginFlow", DefaultAuthenticationFlows.FIRST_BROKER_LOGIN_FLOW));

    private record Field(String name, String keycloaks) {}

    /** Reads which flows are bound now, and of our copies what was bound before. */
    static WayBack of(KeycloakSession session, RealmModel realm, SetupRecord record) {
        Before before =
                new Before(realm, record, SetupRecord.ofAnotherRealm(realm).orElseGet(() -> SetupRecord.empty(realm)));
        String path = "realms/"
                + URLEncoder.encode(realm.getName(), StandardCharsets.UTF_8).replace("+", "%20");
        StringBuilder command = new StringBuilder("./kcadm.sh update ").append(path);
        for (Binding binding : new Bindings(session, realm).ofRealm()) {
            Field field = FIELDS.get(binding.place());
            if (field != null) {
                before.of(binding, field)
                        .ifPresent(flow -> command.append(" -s ").append(quoted(field.name() + "=" + flow)));
            }
        }
        return new WayBack(command + (realm.getName().equals(Config.getAdminRealm()) ? WITHOUT_LOGIN : ""));
    }

    private static String quoted(String text) {
        return text.matches(SAFE) ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Finds the flows of before by the record of this realm, or by the names in that of another one. */
    private record Before(RealmModel realm, SetupRecord record, SetupRecord imported) {
        /** Returns the alias of the flow to bind; empty if that place was not changed, except for the browser flow. */
        Optional<String> of(Binding binding, Field field) {
            Optional<String> bound = binding.bound();
            Optional<String> alias = bound.flatMap(this::alias);
            Optional<Copy> ours = bound.flatMap(record::copy);
            if (ours.isPresent()) {
                return record.binding(binding.place())
                        .filter(last -> last.copy().equals(ours.get().id()))
                        .map(Bound::before)
                        .flatMap(this::alias)
                        .or(() -> Optional.ofNullable(ours.get().original()).flatMap(this::alias))
                        .or(() -> existing(field.keycloaks()))
                        .or(() -> alias);
            }
            Optional<String> original = alias.filter(this::isImported)
                    .flatMap(name -> existing(UniqueNames.original(name)).or(() -> existing(field.keycloaks())));
            return binding.place().equals(BROWSER)
                    ? original.or(() -> alias).or(() -> Optional.of(field.keycloaks()))
                    : original;
        }

        private boolean isImported(String alias) {
            return imported.copies().stream().anyMatch(copy -> copy.alias().equals(alias));
        }

        private Optional<String> alias(String id) {
            return Optional.ofNullable(realm.getAuthenticationFlowById(id)).map(flow -> flow.getAlias());
        }

        private Optional<String> existing(String alias) {
            return Optional.ofNullable(realm.getFlowByAlias(alias)).map(flow -> flow.getAlias());
        }
    }
}
