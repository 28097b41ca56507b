package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.flow.Assessment;
import io.verifytotp.keycloak.setup.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The ways in that a realm has because of its clients: grants without pages, and flows of their own. */
final class ClientWays {
    static final String OVERRIDE = "client-override";
    static final String DIRECT_GRANT = "direct-grant";

    private static final String BROWSER_BINDING = "browser";
    private static final String GRANT_BINDING = "direct_grant";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmFlows flows;
    private final RealmAnalysis analysis;
    private final List<Way> overrides = new ArrayList<>();
    private boolean directGrant;
    private boolean device;
    private boolean ciba;
    private boolean exchange;
    private boolean jwt;
    private boolean ecp;
    private boolean docker;

    ClientWays(KeycloakSession session, RealmModel realm, RealmFlows flows, RealmAnalysis analysis) {
        this.session = session;
        this.realm = realm;
        this.flows = flows;
        this.analysis = analysis;
    }

    List<Way> all() {
        session.clients().getClientsStream(realm).filter(ClientModel::isEnabled).forEach(this::look);
        List<Way> ways = new ArrayList<>(overrides);
        if (directGrant) {
            ways.add(WaysIn.way(DIRECT_GRANT, flows.find(realm.getDirectGrantFlow()), analysis::directGrant));
        }
        if (device) {
            ways.add(WaysIn.way("device", flows.find(realm.getBrowserFlow()), analysis::login));
        }
        if (ciba) {
            ways.add(new Way(
                    "ciba",
                    Optional.empty(),
                    Optional.empty(),
                    Asks.UNKNOWN,
                    List.of(),
                    Optional.of("Your authentication server decides what it asks for; no flow runs")));
        }
        add(ways, exchange, "token-exchange", "The new token is made from one that a login gave; no flow runs");
        add(ways, jwt, "jwt-grant", "The assertion of the identity provider is enough; no flow runs");
        add(ways, ecp, "saml-ecp", "User name and password are enough; the flow can't be replaced");
        add(ways, docker, "docker", "User name and password are enough; there is no page for a code");
        return ways;
    }

    private static void add(List<Way> ways, boolean open, String kind, String reason) {
        if (open) {
            ways.add(WaysIn.without(kind, Optional.empty(), reason));
        }
    }

    private void look(ClientModel client) {
        Map<String, String> own = client.getAuthenticationFlowBindingOverrides();
        Optional<String> browser = binding(own, BROWSER_BINDING);
        Optional<String> grant = binding(own, GRANT_BINDING);
        browser.ifPresent(flow -> override(client, flow, analysis::login));
        grant.filter(flow -> client.isDirectAccessGrantsEnabled())
                .ifPresent(flow -> override(client, flow, analysis::directGrant));
        Predicate<String> on = attribute -> Boolean.parseBoolean(client.getAttribute(attribute));
        directGrant |= client.isDirectAccessGrantsEnabled() && grant.isEmpty();
        device |= on.test("oauth2.device.authorization.grant.enabled") && browser.isEmpty();
        ciba |= on.test("oidc.ciba.grant.enabled");
        exchange |= on.test("standard.token.exchange.enabled");
        jwt |= on.test("oauth2.jwt.authorization.grant.enabled") && takesAssertions(client);
        ecp |= on.test("saml.allow.ecp.flow");
        docker |= "docker-v2".equals(client.getProtocol());
    }

    /** Keycloak gives tokens to confidential clients, for assertions of the enabled identity providers that they name. */
    private boolean takesAssertions(ClientModel client) {
        String providers = Optional.ofNullable(client.getAttribute("oauth2.jwt.authorization.grant.idp"))
                .orElse("");
        return !client.isPublicClient()
                && Constants.CFG_DELIMITER_PATTERN
                        .splitAsStream(providers)
                        .map(session.identityProviders()::getByAlias)
                        .anyMatch(provider -> provider != null && provider.isEnabled());
    }

    private static Optional<String> binding(Map<String, String> overrides, String name) {
        return Optional.ofNullable(overrides.get(name)).filter(flow -> !flow.isBlank());
    }

    private void override(ClientModel client, String id, Function<Flow, Optional<Assessment>> assess) {
        overrides.add(WaysIn.way(OVERRIDE, Optional.of(client.getClientId()), flows.find(id), assess));
    }
}
