package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.compat.IdentityProviders;
import io.verifytotp.keycloak.setup.plan.FlowKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Places of a realm where a set-up can bind a flow. */
final class Bindings {
    private static final String BROWSER = "browser";
    private static final String DIRECT_GRANT = "direct_grant";

    private final KeycloakSession session;
    private final RealmModel realm;

    Bindings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Returns the places of a way, in a fixed order. */
    List<Binding> of(SetupWay way, Optional<Set<String>> providers) {
        return switch (way) {
            case BROWSER -> List.of(browser());
            case DIRECT_GRANT -> List.of(directGrant());
            case RESET_CREDENTIALS -> List.of(resetCredentials());
            case CLIENT_OVERRIDES -> overrides();
            case FIRST_BROKER_LOGIN ->
                Stream.concat(Stream.of(firstBrokerLogin()), firstLoginOverrides())
                        .toList();
            case POST_BROKER_LOGIN ->
                providers()
                        .filter(provider ->
                                providers.isEmpty() || providers.get().contains(provider.getAlias()))
                        .map(this::postLogin)
                        .toList();
            case REGISTRATION -> List.of();
        };
    }

    /** Returns the places of the realm itself. */
    List<Binding> ofRealm() {
        return List.of(browser(), directGrant(), resetCredentials(), firstBrokerLogin());
    }

    /** Returns all places. */
    List<Binding> all() {
        List<Binding> all = new ArrayList<>();
        for (SetupWay way : SetupWay.values()) {
            all.addAll(of(way, Optional.empty()));
        }
        return all;
    }

    private Binding browser() {
        return ofRealm(
                "browser", "browser flow", FlowKind.BROWSER, RealmModel::getBrowserFlow, RealmModel::setBrowserFlow);
    }

    private Binding directGrant() {
        return ofRealm(
                "direct-grant",
                "direct grant flow",
                FlowKind.DIRECT_GRANT,
                RealmModel::getDirectGrantFlow,
                RealmModel::setDirectGrantFlow);
    }

    private Binding resetCredentials() {
        return ofRealm(
                "reset-credentials",
                "reset credentials flow",
                FlowKind.RESET_CREDENTIALS,
                RealmModel::getResetCredentialsFlow,
                RealmModel::setResetCredentialsFlow);
    }

    private Binding firstBrokerLogin() {
        return ofRealm(
                "first-broker-login",
                "first broker login flow",
                FlowKind.FIRST_BROKER_LOGIN,
                RealmModel::getFirstBrokerLoginFlow,
                RealmModel::setFirstBrokerLoginFlow);
    }

    private Binding ofRealm(
            String place,
            String title,
            FlowKind kind,
            Function<RealmModel, AuthenticationFlowModel> getter,
            BiConsumer<RealmModel, AuthenticationFlowModel> setter) {
        return new Binding(
                place,
                title + " of the realm",
                kind,
                ResourceType.REALM,
                "",
                () -> Optional.ofNullable(getter.apply(realm)).map(AuthenticationFlowModel::getId),
                id -> id.map(realm::getAuthenticationFlowById).ifPresent(flow -> setter.accept(realm, flow)));
    }

    private List<Binding> overrides() {
        return realm.getClientsStream()
                .filter(client ->
                        !client.getAuthenticationFlowBindingOverrides().isEmpty())
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .flatMap(client -> Stream.of(
                                override(client, BROWSER, "browser flow", FlowKind.BROWSER),
                                override(client, DIRECT_GRANT, "direct grant flow", FlowKind.DIRECT_GRANT))
                        .filter(binding -> binding.bound().isPresent()))
                .toList();
    }

    private static Binding override(ClientModel client, String name, String title, FlowKind kind) {
        return new Binding(
                "client/" + client.getId() + "/" + name,
                title + " of the client '" + client.getClientId() + "'",
                kind,
                ResourceType.CLIENT,
                "clients/" + client.getId(),
                () -> Optional.ofNullable(client.getAuthenticationFlowBindingOverride(name))
                        .filter(id -> !id.isBlank()),
                id -> id.ifPresentOrElse(
                        flow -> client.setAuthenticationFlowBindingOverride(name, flow),
                        () -> client.removeAuthenticationFlowBindingOverride(name)));
    }

    private Stream<IdentityProviderModel> providers() {
        return IdentityProviders.all(session).sorted(Comparator.comparing(IdentityProviderModel::getAlias));
    }

    private Stream<Binding> firstLoginOverrides() {
        return providers()
                .map(provider -> ofProvider(
                        provider,
                        "first",
                        "first login flow",
                        FlowKind.FIRST_BROKER_LOGIN,
                        IdentityProviderModel::getFirstBrokerLoginFlowId,
                        IdentityProviderModel::setFirstBrokerLoginFlowId))
                .filter(binding -> binding.bound().isPresent());
    }

    private Binding postLogin(IdentityProviderModel provider) {
        return ofProvider(
                provider,
                "post",
                "post login flow",
                FlowKind.POST_BROKER_LOGIN,
                IdentityProviderModel::getPostBrokerLoginFlowId,
                IdentityProviderModel::setPostBrokerLoginFlowId);
    }

    private Binding ofProvider(
            IdentityProviderModel provider,
            String name,
            String title,
            FlowKind kind,
            Function<IdentityProviderModel, String> getter,
            BiConsumer<IdentityProviderModel, String> setter) {
        String id = provider.getInternalId();
        return new Binding(
                "provider/" + id + "/" + name,
                title + " of the identity provider '" + provider.getAlias() + "'",
                kind,
                ResourceType.IDENTITY_PROVIDER,
                "identity-provider/instances/" + provider.getAlias(),
                () -> Optional.ofNullable(getter.apply(current(id))).filter(flow -> !flow.isBlank()),
                flow -> {
                    IdentityProviderModel changed = current(id);
                    setter.accept(changed, flow.orElse(null));
                    session.identityProviders().update(changed);
                });
    }

    /** Reads a provider again: its other flow may have changed in this call, and an update writes all of it. */
    private IdentityProviderModel current(String id) {
        return StoredProvider.of(session.identityProviders().getById(id));
    }
}
