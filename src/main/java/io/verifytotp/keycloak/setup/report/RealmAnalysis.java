package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Grace;
import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.flow.Assessment;
import io.verifytotp.keycloak.setup.flow.Facts;
import io.verifytotp.keycloak.setup.flow.Flow;
import io.verifytotp.keycloak.setup.flow.FlowAnalysis;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.storage.UserStorageProvider;

/** Analyses the flows of one realm, each combination once, with what the realm's options say. */
final class RealmAnalysis {
    private static final Assessment SET_UP = new Assessment(Asks.EVERYBODY, List.of(), Optional.empty());

    private final Facts facts;
    private final boolean grace;
    private final boolean defaultAction;
    private final Map<Object, Optional<Assessment>> done = new HashMap<>();

    RealmAnalysis(KeycloakSession session, RealmModel realm) {
        this.facts = facts(realm);
        this.grace = !session.getProvider(VerifyProvider.class)
                .services()
                .defaultOf(realm.getId())
                .policy()
                .grace()
                .equals(Grace.NONE);
        this.defaultAction = Optional.ofNullable(realm.getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION))
                .filter(action -> action.isEnabled() && action.isDefaultAction())
                .isPresent();
    }

    private static Facts facts(RealmModel realm) {
        Set<String> actions = realm.getRequiredActionProvidersStream()
                .filter(RequiredActionProviderModel::isEnabled)
                .map(RequiredActionProviderModel::getAlias)
                .collect(Collectors.toSet());
        boolean passkeys = Profile.isFeatureEnabled(Profile.Feature.PASSKEYS)
                && Boolean.TRUE.equals(realm.getWebAuthnPolicyPasswordless().isPasskeysEnabled());
        boolean kerberos = realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .anyMatch(storage -> storage.getProviderId().equals("kerberos")
                        || storage.get("allowKerberosAuthentication", false));
        boolean mail = !realm.getSmtpConfig().isEmpty();
        return new Facts(true, passkeys, kerberos, mail, false, true, actions);
    }

    /** A flow in which people log in from the start. */
    Optional<Assessment> login(Flow flow) {
        return ofUsers(List.of(flow), facts);
    }

    Optional<Assessment> directGrant(Flow flow) {
        return ofUsers(List.of(flow), facts.withoutPages());
    }

    /** The flow after a login at an identity provider. */
    Optional<Assessment> afterBroker(Flow flow) {
        return ofUsers(List.of(flow), facts.afterTheLogin());
    }

    /** The flows of the first login at an identity provider, of users who have an account here. */
    Optional<Assessment> link(List<Flow> flows) {
        return ofUsers(flows, facts);
    }

    /** The flows of those who get an account in them. */
    Optional<Assessment> newcomers(List<Flow> flows) {
        return done.computeIfAbsent(
                        List.of(ids(flows), "new"), key -> new FlowAnalysis(flows, facts.forNewUsers()).ofNewcomers())
                .map(result -> result.asks() == Asks.NOBODY && defaultAction ? SET_UP : result)
                .map(this::duringGrace);
    }

    private Optional<Assessment> ofUsers(List<Flow> flows, Facts of) {
        return done.computeIfAbsent(List.of(ids(flows), of), key -> new FlowAnalysis(flows, of).ofUsers())
                .map(this::duringGrace);
    }

    private static List<String> ids(List<Flow> flows) {
        return flows.stream().map(Flow::id).toList();
    }

    private Assessment duringGrace(Assessment result) {
        return grace && result.asks() == Asks.EVERYBODY
                ? new Assessment(
                        Asks.ENROLLED,
                        result.exempt(),
                        Optional.of("Users without a factor may postpone the set-up while their grace period lasts"))
                : result;
    }
}
