package io.verifytotp.keycloak.setup.report;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.login.service.LoginServices;
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
    /** Keycloak's required actions that set up what can stand in for a code. */
    private static final Set<String> SECOND_FACTORS = Set.of(
            "CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "webauthn-register-passwordless");

    /** The ways in after which Keycloak's cookie opens other clients. */
    private static final Set<String> MAKE_SESSIONS =
            Set.of(ClientWays.OVERRIDE, PolicyWays.POLICY, WaysIn.RESET, BrokerWays.POST);

    private static final int MOST_NAMED = 20;

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
        weakerWays();
        secondFactors();
        version();
        VerifyProvider verify = session.getProvider(VerifyProvider.class);
        found.addAll(new OtpFindings(session, realm, ways).all(new LoginServices(verify, realm)));
        return List.copyOf(found);
    }

    private void keyRing() {
        if (!session.getProvider(VerifyProvider.class).resealer().hasKey()) {
            add(
                    "no-key-ring",
                    Severity.ERROR,
                    "There is no key ring, so that no code is accepted. Configure one.",
                    Help.THE_KEY_RING);
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
                    Help.TROUBLESHOOTING);
        } else if (!action.isEnabled()) {
            add(
                    "action-disabled",
                    severity,
                    "The required action %s is disabled: %s. Enable it.".formatted(alias, effect),
                    Help.TROUBLESHOOTING);
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
                    Help.WHAT_NEEDS_A_PROOF);
        }
    }

    private void references() {
        List<Step> ours = bound().flatMap(Flow::all)
                .filter(step -> step.requirement() != Requirement.DISABLED && LoginServices.isOurs(step.provider()))
                .toList();
        if (ours.stream().anyMatch(step -> !isSet(step, "default.reference.value"))) {
            add(
                    "amr-missing",
                    Severity.INFO,
                    "A step Verify TOTP has no Authenticator Reference, so that tokens don't say in amr that a code was given.",
                    Help.TRY_IT);
        }
        if (ours.stream()
                .anyMatch(step -> isSet(step, "default.reference.value") && !isSet(step, "default.reference.maxAge"))) {
            add(
                    "amr-without-age",
                    Severity.WARNING,
                    "A step Verify TOTP has an Authenticator Reference but no Max Age, so that amr stays empty. Set one, such as 300.",
                    Help.TRY_IT);
        }
    }

    private Stream<Flow> bound() {
        return Stream.of(realm.getBrowserFlow(), realm.getResetCredentialsFlow(), realm.getDirectGrantFlow())
                .flatMap(flow -> flows.find(flow).stream());
    }

    private static boolean isSet(Step step, String key) {
        return !step.config().getOrDefault(key, "").isBlank();
    }

    /** A session opens all clients, however it began. */
    private void weakerWays() {
        boolean asks = ways.stream().anyMatch(way -> way.way().equals(WaysIn.BROWSER) && !isWeak(way));
        String weaker = ways.stream()
                .filter(way -> MAKE_SESSIONS.contains(way.way()) && isWeak(way))
                .map(way -> way.target().map(target -> way.way() + " " + target).orElse(way.way()))
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        if (asks && !weaker.isEmpty()) {
            add(
                    "weaker-ways",
                    Severity.WARNING,
                    "A session that begins in one of these ways opens all clients of the realm without a code: %s. Put the step into their flows, or use levels of authentication."
                            .formatted(weaker),
                    Help.EVERY_WAY_IN);
        }
    }

    private static boolean isWeak(Way way) {
        return way.asks() == Asks.NOBODY || way.asks() == Asks.UNKNOWN;
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
                    Help.WHAT_NEEDS_A_PROOF);
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
                    Help.UPGRADE);
        }
    }

    private void add(String id, Severity severity, String text, Help help) {
        found.add(new Finding(id, severity, text, help.link()));
    }
}
