package io.verifytotp.keycloak.it.support.random;

import io.verifytotp.keycloak.it.support.provider.OtherExtensionsStep;
import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.walk.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes flows at random, as a person may who does not know what they do. */
final class RandomFlow {
    private static final int DEEPEST = 3;
    private static final List<String> SECOND_STEPS = List.of(
            "verify-totp-form",
            "verify-totp-form",
            "verify-totp-form",
            "verify-totp-form",
            "auth-otp-form",
            "auth-recovery-authn-code-form",
            "webauthn-authenticator",
            "webauthn-authenticator-passwordless",
            "auth-password-form",
            "allow-access-authenticator",
            "deny-access-authenticator",
            OtherExtensionsStep.ID);
    private static final List<String> GRANT_STEPS = List.of(
            "verify-totp-direct-grant",
            "verify-totp-direct-grant",
            "direct-grant-validate-otp",
            "allow-access-authenticator",
            "deny-access-authenticator");
    private static final List<String> RESET_STEPS =
            List.of("reset-credential-email", "reset-password", "reset-otp", "verify-totp-form", "verify-totp-form");
    private static final List<String> LINK_STEPS = List.of(
            "idp-email-verification",
            "idp-username-password-form",
            "idp-auto-link",
            "verify-totp-form",
            "verify-totp-form");

    private final Random random;
    private final List<Object> configs = new ArrayList<>();
    private final List<String> subFlows = new ArrayList<>();
    private int names;

    RandomFlow(Random random) {
        this.random = random;
    }

    /** Of all flows made so far. */
    List<Object> configs() {
        return configs;
    }

    Flow browser(String alias) {
        Flow flow = Flow.named(alias);
        if (random.nextInt(4) > 0) {
            flow.step("ALTERNATIVE", "auth-cookie");
        }
        if (random.nextBoolean()) {
            flow.step("ALTERNATIVE", "identity-provider-redirector");
        }
        Flow forms = flow.subFlow(random.nextInt(6) == 0 ? "REQUIRED" : "ALTERNATIVE", name(alias));
        if (random.nextInt(3) > 0) {
            forms.step("REQUIRED", "auth-username-password-form");
        } else {
            forms.step("REQUIRED", "auth-username-form");
            Flow password = random.nextBoolean() ? forms : forms.subFlow("REQUIRED", name(alias));
            password.step("REQUIRED", "auth-password-form");
        }
        fill(forms, SECOND_STEPS, 1);
        return flow;
    }

    Flow directGrant(String alias) {
        Flow flow = Flow.named(alias)
                .step("REQUIRED", "direct-grant-validate-username")
                .step("REQUIRED", "direct-grant-validate-password");
        fill(flow, GRANT_STEPS, 1);
        return flow;
    }

    Flow resetCredentials(String alias) {
        Flow flow = Flow.named(alias).step("REQUIRED", "reset-credentials-choose-user");
        if (random.nextInt(5) > 0) {
            flow.step("REQUIRED", "reset-credential-email");
        }
        fill(flow, RESET_STEPS, 1);
        return flow;
    }

    Flow firstBrokerLogin(String alias) {
        Flow flow = Flow.named(alias).step("ALTERNATIVE", "idp-create-user-if-unique");
        Flow link = flow.subFlow("ALTERNATIVE", name(alias)).step("REQUIRED", "idp-confirm-link");
        if (random.nextInt(4) > 0) {
            link.subFlow("REQUIRED", name(alias))
                    .step("ALTERNATIVE", "idp-email-verification")
                    .step("ALTERNATIVE", "idp-username-password-form");
        }
        fill(link, LINK_STEPS, 1);
        return flow;
    }

    Flow postBrokerLogin(String alias) {
        Flow flow = Flow.named(alias);
        fill(flow, SECOND_STEPS, 1);
        return flow;
    }

    private void fill(Flow flow, List<String> steps, int depth) {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            if (depth < DEEPEST && random.nextInt(5) < 2) {
                subFlow(flow, steps, depth);
            } else {
                flow.step(requirement(), any(steps));
            }
        }
    }

    private void subFlow(Flow in, List<String> steps, int depth) {
        String name = name(in.alias());
        boolean conditional = random.nextInt(3) > 0;
        Flow added = in.subFlow(conditional ? "CONDITIONAL" : requirement(), name);
        if (conditional) {
            int conditions = random.nextInt(5) == 0 ? 2 : 1;
            for (int i = 0; i < conditions; i++) {
                condition(added);
            }
        }
        fill(added, steps, depth + 1);
        subFlows.add(name);
    }

    private void condition(Flow flow) {
        String requirement = random.nextInt(12) == 0 ? "DISABLED" : "REQUIRED";
        switch (random.nextInt(9)) {
            case 0 ->
                flow.step(
                        requirement, "conditional-user-role", config("condUserRole", Person.ROLE, "negate", yesOrNo()));
            case 1 ->
                flow.step(
                        requirement,
                        "conditional-user-attribute",
                        config(
                                "attribute_name",
                                "lastName",
                                "attribute_expected_value",
                                Person.SPECIAL_NAME,
                                "not",
                                yesOrNo()));
            case 2 ->
                flow.step(
                        requirement,
                        "conditional-credential",
                        config(
                                "credentials",
                                any(List.of("verify-totp", "webauthn-passwordless", "otp")),
                                "included",
                                yesOrNo()));
            case 3 ->
                flow.step(
                        requirement,
                        "conditional-level-of-authentication",
                        config(
                                "loa-condition-level",
                                any(List.of("1", "2")),
                                "loa-max-age",
                                any(List.of("0", "36000"))));
            case 4 -> afterAnother(flow, requirement);
            default -> flow.step(requirement, "conditional-user-configured");
        }
    }

    private void afterAnother(Flow flow, String requirement) {
        if (subFlows.isEmpty()) {
            flow.step(requirement, "conditional-user-configured");
            return;
        }
        flow.step(
                requirement,
                "conditional-sub-flow-executed",
                config(
                        "flow_to_check",
                        any(subFlows),
                        "check_result",
                        any(List.of("executed", "not-executed", "not-executed"))));
    }

    private String config(String... namesAndValues) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            config.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        String alias = "config " + configs.size();
        configs.add(Map.of("alias", alias, "config", config));
        return alias;
    }

    private String requirement() {
        return any(List.of(
                "REQUIRED",
                "REQUIRED",
                "REQUIRED",
                "REQUIRED",
                "ALTERNATIVE",
                "ALTERNATIVE",
                "ALTERNATIVE",
                "DISABLED"));
    }

    private String yesOrNo() {
        return Boolean.toString(random.nextBoolean());
    }

    private String name(String alias) {
        return alias + ' ' + names++;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
