package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.login.service.LoginServices;
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
import java.util.stream.Stream;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.storage.UserStorageProvider;

/** Analyses the flows of one realm, each combination once, with what the realm's options say. */
final class RealmAnalysis {
    private static final Assessment SET_UP = new Assessment(Asks.EVERYBODY, List.of(), Optional.empty());

    private static final Assessment ELSEWHERE = Assessment.of(
            Asks.UNKNOWN,
            "Only factors of the Service that a step names are asked for here: users who have one in another Service get in as before");
    private static final String DURING_GRACE =
            "Users without a factor may postpone the set-up while their grace period lasts";

    private final Facts facts;
    private final LoginServices services;
    private final boolean defaultAction;
    private final Map<Object, Optional<Assessment>> done = new HashMap<>();

    RealmAnalysis(KeycloakSession session, RealmModel realm) {
        this.facts = facts(realm);
        this.services = new LoginServices(session.getProvider(VerifyProvider.class), realm);
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
        return new Facts(true, passkeys, realm.isOrganizationsEnabled(), kerberos, mail, false, true, actions);
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
                .map(result -> duringGrace(flows, result));
    }

    private Optional<Assessment> ofUsers(List<Flow> flows, Facts of) {
        return done.computeIfAbsent(List.of(ids(flows), of), key -> analysed(flows, of))
                .map(result -> duringGrace(flows, result))
                .map(result -> result.asks() == Asks.ENROLLED && isOfAnotherService(flows) ? ELSEWHERE : result);
    }

    /** Where only the missing mail server keeps everybody out, what counts is who gets in once there is one. */
    private static Optional<Assessment> analysed(List<Flow> flows, Facts of) {
        Optional<Assessment> result = new FlowAnalysis(flows, of).ofUsers();
        return result.isPresent() || of.mail() ? result : new FlowAnalysis(flows, of.withMail()).ofUsers();
    }

    private boolean isOfAnotherService(List<Flow> flows) {
        return named(flows).anyMatch(service -> !service.equals(Optional.of(services.ofRealm())));
    }

    private boolean isGraceGranted(List<Flow> flows) {
        return Stream.concat(Stream.of(services.ofRealm()), named(flows).flatMap(Optional::stream))
                .anyMatch(service -> service.policy().grace().isGranted());
    }

    /** The Services whose factors our steps take; empty for one that does not exist. */
    private Stream<Optional<Service>> named(List<Flow> flows) {
        return flows.stream()
                .flatMap(Flow::all)
                .filter(step -> step.isEnabled() && LoginServices.isOurs(step.provider()))
                .map(step -> services.in(step.config()));
    }

    private static List<String> ids(List<Flow> flows) {
        return flows.stream().map(Flow::id).toList();
    }

    private Assessment duringGrace(List<Flow> flows, Assessment result) {
        return result.asks() == Asks.EVERYBODY && isGraceGranted(flows)
                ? new Assessment(Asks.ENROLLED, result.exempt(), Optional.of(DURING_GRACE))
                : result;
    }
}
