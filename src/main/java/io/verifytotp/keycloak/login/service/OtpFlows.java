package io.verifytotp.keycloak.login.service;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Flows that ask for a code of Keycloak's own OTP, of a factor, or of both. A user whose credential has passed from one to
 * the other gets through a flow that asks for the first only without a code.
 */
public final class OtpFlows {
    private static final Set<String> KEYCLOAKS = Set.of("auth-otp-form", "direct-grant-validate-otp");

    private final KeycloakSession session;
    private final RealmModel realm;

    public OtpFlows(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Returns the realm's own flows for users who have an account; those of clients and providers come besides. */
    public Stream<AuthenticationFlowModel> ofTheRealm() {
        Stream<AuthenticationFlowModel> linking = session.identityProviders().isIdentityFederationEnabled()
                ? Stream.of(realm.getFirstBrokerLoginFlow())
                : Stream.empty();
        return Stream.concat(
                        Stream.of(realm.getBrowserFlow(), realm.getDirectGrantFlow(), realm.getResetCredentialsFlow()),
                        linking)
                .filter(Objects::nonNull);
    }

    /** Returns whether the flow asks for Keycloak's OTP and never for a factor. */
    public boolean asksKeycloaksOnly(AuthenticationFlowModel flow) {
        return holds(flow, KEYCLOAKS::contains) && !holds(flow, LoginServices::isOurs);
    }

    /** Returns whether the flow asks for a factor and never for Keycloak's OTP. */
    public boolean asksOursOnly(AuthenticationFlowModel flow) {
        return holds(flow, LoginServices::isOurs) && !holds(flow, KEYCLOAKS::contains);
    }

    private boolean holds(AuthenticationFlowModel flow, Predicate<String> authenticator) {
        return executions(flow.getId(), new HashSet<>()).anyMatch(authenticator);
    }

    /** Returns the authenticators that may run, each flow's once, because a flow can hold itself. */
    private Stream<String> executions(String flow, Set<String> seen) {
        return seen.add(flow)
                ? realm
                        .getAuthenticationExecutionsStream(flow)
                        .filter(execution -> !execution.isDisabled())
                        .toList()
                        .stream()
                        .flatMap(execution -> execution.isAuthenticatorFlow()
                                ? executions(execution.getFlowId(), seen)
                                : Stream.ofNullable(execution.getAuthenticator()))
                : Stream.empty();
    }
}
