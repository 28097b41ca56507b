package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Realms as nobody foresaw them: a dry run tells what is done, twice is once, and the undoing leaves no trace. */
class OddRealmsIT {
    private static final List<String> MODES = List.of("everybody", "enrolled");
    private static final String LONGEST = "l".repeat(250);
    private static final String UNUSUAL = "Anmeldung \"für\" Gäste's <b> 日本 %20 ${x}";

    @ParameterizedTest(name = "{0}")
    @MethodSource({"browserFlows", "otherFlows", "names"})
    void areSetUpAndTakenBack(String name, OddRealm odd) {
        try (TestRealm realm = odd.on(SharedKeycloak.get())) {
            assertSetUpAndTakenBack(realm, List.of(MODES.get(name.length() % 2)));
        }
    }

    @Tag("thorough")
    @ParameterizedTest(name = "{0}")
    @MethodSource({"browserFlows", "otherFlows", "names"})
    void areSetUpAndTakenBackInBothModes(String name, OddRealm odd) {
        try (TestRealm realm = odd.on(SharedKeycloak.get())) {
            assertSetUpAndTakenBack(realm);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void areRefusedAndLeftAsTheyWere(String name, String reason, OddRealm odd) {
        try (TestRealm realm = odd.on(SharedKeycloak.get())) {
            SetupCalls calls = SetupCalls.of(realm);
            Map<String, JsonNode> before = RealmState.of(realm);

            for (String dryRun : List.of("true", "false")) {
                ApiReply refused = calls.post("everybody", "all", "DryRun", dryRun);
                assertThat(refused.expectError(409, 20409).message()).contains(reason);
            }

            assertThat(RealmState.of(realm)).isEqualTo(before);
        }
    }

    /** After a code that everybody has to give an unknown step opens nothing; otherwise nobody can tell. */
    @Test
    void withAStepOfAnotherExtension() {
        Flow extension = OddRealm.directGrant("extension").step("REQUIRED", "step-of-another-extension");
        try (TestRealm realm =
                new OddRealm().bound("directGrantFlow", extension).on(SharedKeycloak.get())) {
            SetupCalls calls = SetupCalls.of(realm);

            ApiReply refused = calls.post("enrolled", "direct-grant");

            assertThat(refused.expectError(409, 20409).message()).contains("could not be foretold");
            assertThat(calls.dryRun("everybody", "direct-grant")).isNotEmpty();
        }
    }

    @Test
    void withTwentyClientsAndTenProviders() {
        try (TestRealm realm = large(20, 10)) {
            assertSetUpAndTakenBack(realm);
        }
    }

    /** Keycloak's model then says that the provider is off; it must not be stored as such. */
    @Test
    void withAProviderOfAnOrganizationThatIsOff() {
        OddRealm odd = new OddRealm().with("organizationsEnabled", true).provider("git");
        try (TestRealm realm = odd.on(SharedKeycloak.get())) {
            Map<String, Object> organization = Map.of(
                    "name", "org", "alias", "org", "enabled", false, "domains", List.of(Map.of("name", "example.org")));
            String id = realm.admin()
                    .post(realm.path("/organizations"), organization)
                    .expect(201)
                    .createdId();
            realm.admin()
                    .post(realm.path("/organizations/" + id + "/identity-providers"), "git")
                    .expect(204);

            assertSetUpAndTakenBack(realm);
        }
    }

    @Tag("thorough")
    @Test
    void withTwoHundredClientsAndFortyProviders() {
        try (TestRealm realm = large(200, 40)) {
            assertSetUpAndTakenBack(realm);
        }
    }

    private static OddRealm many(int clients, int providers) {
        OddRealm odd = new OddRealm();
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Flow flow = i % 2 == 0 ? OddRealm.browser("own " + i) : OddRealm.browserWithSecondFactor("own " + i);
            odd.flow(flow);
            flows.add(flow);
        }
        for (int i = 0; i < clients; i++) {
            odd.client("client " + i, "browser", flows.get(i % flows.size()).id());
        }
        for (int i = 0; i < providers; i++) {
            odd.provider("provider-" + i);
        }
        return odd;
    }

    private static TestRealm large(int clients, int providers) {
        return many(clients, providers).on(SharedKeycloak.get());
    }

    private static void assertSetUpAndTakenBack(TestRealm realm) {
        assertSetUpAndTakenBack(realm, MODES);
    }

    private static void assertSetUpAndTakenBack(TestRealm realm, List<String> modes) {
        SetupCalls calls = SetupCalls.of(realm);
        Map<String, JsonNode> before = RealmState.of(realm);
        for (String mode : modes) {
            List<String> announced = calls.dryRun(mode, "all");
            assertThat(RealmState.of(realm)).as("after a dry run").isEqualTo(before);

            assertThat(calls.apply(mode, "all")).isEqualTo(announced);
            assertThat(calls.apply(mode, "all")).isEmpty();

            calls.undo();
            assertThat(RealmState.of(realm)).as("after %s and back", mode).isEqualTo(before);
        }
    }

    static Stream<Arguments> browserFlows() {
        Flow identityFirst = Flow.named("identity first").step("ALTERNATIVE", "auth-cookie");
        OddRealm.secondFactor(
                OddRealm.forms(identityFirst, "identity")
                        .step("REQUIRED", "auth-username-form")
                        .step("REQUIRED", "auth-password-form"),
                "identity");
        Flow passwordless = Flow.named("passwordless");
        OddRealm.forms(passwordless, "passwordless")
                .step("REQUIRED", "auth-username-form")
                .subFlow("REQUIRED", "either")
                .step("ALTERNATIVE", "webauthn-authenticator-passwordless")
                .step("ALTERNATIVE", "auth-password-form");
        Flow branches = Flow.named("branches").step("ALTERNATIVE", "auth-cookie");
        OddRealm.secondFactor(OddRealm.forms(branches, "a").step("REQUIRED", "auth-username-password-form"), "a");
        OddRealm.forms(branches, "b").step("REQUIRED", "auth-username-password-form");
        Flow old = Flow.named("old");
        OddRealm.forms(old, "old")
                .step("REQUIRED", "auth-username-password-form")
                .subFlow("CONDITIONAL", "old otp")
                .step("REQUIRED", "conditional-user-configured")
                .step("REQUIRED", "auth-otp-form");
        Flow ours = Flow.named("ours");
        OddRealm.forms(ours, "ours")
                .step("REQUIRED", "auth-username-password-form")
                .step("REQUIRED", "verify-totp-form");
        Flow off = Flow.named("off");
        OddRealm.forms(off, "off")
                .step("REQUIRED", "auth-username-password-form")
                .step("DISABLED", "verify-totp-form")
                .subFlow("DISABLED", "off 2")
                .step("REQUIRED", "auth-otp-form");
        return Stream.of(
                arguments("identity first", new OddRealm().bound("browserFlow", identityFirst)),
                arguments("a passkey beside the password", new OddRealm().bound("browserFlow", passwordless)),
                arguments("a second factor in one of two branches", new OddRealm().bound("browserFlow", branches)),
                arguments("the password alone", new OddRealm().bound("browserFlow", OddRealm.browser("alone"))),
                arguments("an OTP step of old", new OddRealm().bound("browserFlow", old)),
                arguments("our step there already", new OddRealm().bound("browserFlow", ours)),
                arguments("steps that are off", new OddRealm().bound("browserFlow", off)));
    }

    static Stream<Arguments> otherFlows() {
        Flow shared = OddRealm.browserWithSecondFactor("shared");
        Flow post = Flow.named("post").step("REQUIRED", "allow-access-authenticator");
        Flow autoLink = OddRealm.firstLogin("auto link")
                .step("ALTERNATIVE", "idp-create-user-if-unique")
                .step("ALTERNATIVE", "idp-auto-link");
        Flow mailOnly = OddRealm.firstLogin("mail only");
        mailOnly.subFlow("REQUIRED", "mail either")
                .step("ALTERNATIVE", "idp-create-user-if-unique")
                .subFlow("ALTERNATIVE", "mail handle")
                .step("REQUIRED", "idp-confirm-link")
                .step("REQUIRED", "idp-email-verification");
        Flow newOnly = OddRealm.firstLogin("new only").step("REQUIRED", "idp-create-user-if-unique");
        Flow executed = Flow.named("executed").step("ALTERNATIVE", "auth-cookie");
        Flow executedForms = OddRealm.forms(executed, "executed").step("REQUIRED", "auth-username-password-form");
        OddRealm.secondFactor(executedForms, "executed");
        executedForms
                .subFlow("CONDITIONAL", "executed after")
                .step("REQUIRED", "conditional-sub-flow-executed", "executed option")
                .step("REQUIRED", "allow-access-authenticator");
        Flow reset = Flow.named("mail alone")
                .step("REQUIRED", "reset-credentials-choose-user")
                .step("REQUIRED", "reset-credential-email");
        return Stream.of(
                arguments(
                        "a flow that several bind",
                        new OddRealm()
                                .bound("browserFlow", shared)
                                .client("one", "browser", shared.id())
                                .client("two", "browser", shared.id())
                                .provider("git", "postBrokerLoginFlowAlias", "post")
                                .provider("hub", "postBrokerLoginFlowAlias", "post")
                                .flow(post)),
                arguments("links by themselves", new OddRealm().bound("firstBrokerLoginFlow", autoLink)),
                arguments(
                        "links by mail",
                        new OddRealm().flow(mailOnly).provider("git", "firstBrokerLoginFlowAlias", "mail only")),
                arguments("no links", new OddRealm().bound("firstBrokerLoginFlow", newOnly)),
                arguments(
                        "a condition on another sub-flow",
                        new OddRealm()
                                .option("executed option", Map.of("flow_to_check", "executed 2"))
                                .bound("browserFlow", executed)),
                arguments("a reset without a password", new OddRealm().bound("resetCredentialsFlow", reset)),
                arguments(
                        "organizations",
                        new OddRealm().with("organizationsEnabled", true).provider("git")));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("long names", new OddRealm().bound("browserFlow", OddRealm.browserWithSecondFactor(LONGEST))),
                arguments(
                        "unusual names",
                        new OddRealm().bound("browserFlow", OddRealm.browserWithSecondFactor(UNUSUAL))),
                arguments(
                        "names that the copies would have",
                        new OddRealm()
                                .flow(OddRealm.browser("browser - Verify TOTP"))
                                .flow(OddRealm.browser("browser - Verify TOTP 2"))
                                .flow(OddRealm.browser("Post broker login - Verify TOTP"))
                                .provider("git")));
    }

    static Stream<Arguments> refused() {
        Flow required = OddRealm.directGrant("otp").step("REQUIRED", "direct-grant-validate-otp");
        Flow twoFactors = Flow.named("two");
        OddRealm.forms(twoFactors, "two")
                .step("REQUIRED", "auth-username-password-form")
                .subFlow("CONDITIONAL", "two 2")
                .step("REQUIRED", "conditional-user-configured")
                .step("REQUIRED", "auth-otp-form")
                .step("REQUIRED", "webauthn-authenticator");
        Flow nothing = Flow.named("nothing").step("REQUIRED", "reset-credentials-choose-user");
        return Stream.of(
                arguments(
                        "no password",
                        "has no step that asks for the password",
                        new OddRealm()
                                .bound("browserFlow", Flow.named("kerberos").step("REQUIRED", "auth-spnego"))),
                arguments(
                        "OTP for all grants",
                        "requires Keycloak's OTP of everybody",
                        new OddRealm().bound("directGrantFlow", required)),
                arguments(
                        "two second factors at once",
                        "requires several steps",
                        new OddRealm().bound("browserFlow", twoFactors)),
                arguments(
                        "a reset that does nothing",
                        "neither sends a mail",
                        new OddRealm().bound("resetCredentialsFlow", nothing)));
    }
}
