package io.verifytotp.keycloak.setup.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Flows that read like the admin console's table. */
final class TestFlows {
    static final Facts FACTS = new Facts(
            true,
            true,
            false,
            false,
            true,
            false,
            true,
            Set.of("verify-totp-enroll", "CONFIGURE_TOTP", "webauthn-register", "CONFIGURE_RECOVERY_AUTHN_CODES"));

    private static final AtomicInteger IDS = new AtomicInteger();

    private TestFlows() {}

    static Step step(String provider, Requirement requirement) {
        return new Step(id(), requirement, provider, false, Map.of(), Optional.empty());
    }

    static Step condition(String provider, Map<String, String> config) {
        return new Step(id(), Requirement.REQUIRED, provider, true, config, Optional.empty());
    }

    static Step subflow(String alias, Requirement requirement, Step... steps) {
        return new Step(id(), requirement, "", false, Map.of(), Optional.of(flow(alias, steps)));
    }

    static Flow flow(String alias, Step... steps) {
        return new Flow(alias, alias, List.of(steps));
    }

    /** Keycloak's browser flow, with these steps after the page for user name and password. */
    static Flow browser(Step... second) {
        Step[] forms = new Step[second.length + 1];
        forms[0] = step("auth-username-password-form", Requirement.REQUIRED);
        System.arraycopy(second, 0, forms, 1, second.length);
        return flow(
                "browser",
                step("auth-cookie", Requirement.ALTERNATIVE),
                step("auth-spnego", Requirement.DISABLED),
                step("identity-provider-redirector", Requirement.ALTERNATIVE),
                subflow("forms", Requirement.ALTERNATIVE, forms));
    }

    static Assessment everybody(String... exempt) {
        return new Assessment(Asks.EVERYBODY, List.of(exempt), Optional.empty());
    }

    private static String id() {
        return "step-" + IDS.incrementAndGet();
    }
}
