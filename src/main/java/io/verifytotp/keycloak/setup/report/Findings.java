package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.TotpFactorAuthenticatorFactory;
import io.verifytotp.keycloak.login.TotpFactorDirectGrantFactory;
import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.flow.Flow;
import io.verifytotp.keycloak.setup.flow.Requirement;
import io.verifytotp.keycloak.setup.flow.Step;
import io.verifytotp.keycloak.setup.report.Finding.Severity;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Collects what an administrator should know besides the ways in. */
final class Findings {
    private static final Set<String> OURS =
            Set.of(TotpFactorAuthenticatorFactory.PROVIDER_ID, TotpFactorDirectGrantFactory.PROVIDER_ID);

    /** Keycloak's required actions that set up what can stand in for a code. */
    private static final Set<String> SECOND_FACTORS = Set.of(
            "CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "webauthn-register-passwordless");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmFlows flows;
    private final List<Way> ways;
    private final List<Finding> found = new ArrayList<>();

    Findings(KeycloakSession session, RealmModel realm, RealmFlows flows, List<Way> ways) {
        this.session = session;
        this.realm = realm;
        this.flows = flows;
        this.ways = ways;
    }

    List<Finding> all() {
        keyRing();
        action(Identifiers.REQUIRED_ACTION, Severity.ERROR, "nobody can set up a factor");
        action(Identifiers.PROVE_ACTION, Severity.ERROR, "users with a factor can't add or change credentials");
        order();
        references();
        weakerClients();
        secondFactors();
        version();
        return List.copyOf(found);
    }

    private void keyRing() {
        if (!session.getProvider(VerifyProvider.class).resealer().hasKey()) {
            add(
                    "no-key-ring",
                    Severity.ERROR,
                    "There is no key ring, so that no code is accepted. Configure one.",
                    "the-key-ring");
        }
    }

    private void action(String alias, Severity severity, String effect) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        if (action == null) {
            add(
                    "action-missing",
                    severity,
                    "The required action %s is missing: %s. Restart the server to register it."
                            .formatted(alias, effect),
                    "troubleshooting");
        } else if (!action.isEnabled()) {
            add(
                    "action-disabled",
                    severity,
                    "The required action %s is disabled: %s. Enable it.".formatted(alias, effect),
                    "troubleshooting");
        }
    }

    private void order() {
        int first = Optional.ofNullable(realm.getRequiredActionProviderByAlias(Identifiers.PROVE_ACTION))
                .map(RequiredActionProviderModel::getPriority)
                .orElse(Integer.MIN_VALUE);
        String before = enabledActions()
                .filter(action -> action.getPriority() < first)
                .map(RequiredActionProviderModel::getAlias)
                .collect(Collectors.joining(", "));
        if (!before.isEmpty()) {
            add(
                    "actions-before-proof",
                    Severity.WARNING,
                    "These required actions run before %s asks for a proof: %s. Restart the server to put it first."
                            .formatted(Identifiers.PROVE_ACTION, before),
                    "what-needs-a-proof");
        }
    }

    private void references() {
        List<Step> ours = bound().flatMap(Flow::all)
                .filter(step -> step.requirement() != Requirement.DISABLED && OURS.contains(step.provider()))
                .toList();
        if (ours.stream().anyMatch(step -> !isSet(step, "default.reference.value"))) {
            add(
                    "amr-missing",
                    Severity.INFO,
                    "A step Verify TOTP has no Authenticator Reference, so that tokens don't say in amr that a code was given.",
                    "try-it");
        }
        if (ours.stream()
                .anyMatch(step -> isSet(step, "default.reference.value") && !isSet(step, "default.reference.maxAge"))) {
            add(
                    "amr-without-age",
                    Severity.WARNING,
                    "A step Verify TOTP has an Authenticator Reference but no Max Age, so that amr stays empty. Set one, such as 300.",
                    "try-it");
        }
    }

    private Stream<Flow> bound() {
        return Stream.of(realm.getBrowserFlow(), realm.getResetCredentialsFlow(), realm.getDirectGrantFlow())
                .flatMap(flow -> flows.find(flow).stream());
    }

    private static boolean isSet(Step step, String key) {
        return !step.config().getOrDefault(key, "").isBlank();
    }

    private void weakerClients() {
        boolean asks = ways.stream()
                .anyMatch(way -> way.way().equals(WaysIn.BROWSER)
                        && (way.asks() == Asks.EVERYBODY || way.asks() == Asks.ENROLLED));
        String weaker = ways.stream()
                .filter(way -> way.way().equals(ClientWays.OVERRIDE)
                        && (way.asks() == Asks.NOBODY || way.asks() == Asks.UNKNOWN))
                .flatMap(way -> way.target().stream())
                .limit(20)
                .collect(Collectors.joining(", "));
        if (asks && !weaker.isEmpty()) {
            add(
                    "weaker-clients",
                    Severity.WARNING,
                    "A session that begins at one of these clients opens all others without a code: %s. Put the step into their flows, or use levels of authentication."
                            .formatted(weaker),
                    "levels-of-authentication");
        }
    }

    private void secondFactors() {
        String enabled = enabledActions()
                .map(RequiredActionProviderModel::getAlias)
                .filter(SECOND_FACTORS::contains)
                .collect(Collectors.joining(", "));
        if (!enabled.isEmpty()) {
            add(
                    "other-second-factors",
                    Severity.INFO,
                    "A user without a factor can set up these without a code, and use them where a flow accepts them: %s. Disable those that you don't want."
                            .formatted(enabled),
                    "what-needs-a-proof");
        }
    }

    private Stream<RequiredActionProviderModel> enabledActions() {
        return realm.getRequiredActionProvidersStream().filter(RequiredActionProviderModel::isEnabled);
    }

    private void version() {
        if (KnownHoles.has(Version.VERSION)) {
            add(
                    "keycloak-outdated",
                    Severity.WARNING,
                    "Keycloak %s has a way around the password reset (CVE-2026-18963). Install the newest patch of 26.7."
                            .formatted(Version.VERSION),
                    "upgrade-and-removal");
        }
    }

    private void add(String id, Severity severity, String text, String help) {
        found.add(new Finding(id, severity, text, "docs/operate.md#" + help));
    }
}
