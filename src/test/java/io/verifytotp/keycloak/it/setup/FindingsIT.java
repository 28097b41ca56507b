package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each finding of the report: a realm that has what it names. */
class FindingsIT {
    private static final String WEAK = "weak-client";

    @AutoClose
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = RealmBuilder.aRealm().clientWithoutCode(WEAK).createOn(SharedKeycloak.get());
    }

    @Test
    void aRealmOfTheRecipeHasThoseAboutOtherWaysAlone() {
        Recipes.everybody(realm);

        assertThat(ids()).containsExactlyInAnyOrder("weaker-ways", "other-second-factors");
    }

    @Test
    void aClientWithAFlowWithoutACodeIsNamed() {
        Recipes.everybody(realm);

        assertThat(text("weaker-ways")).contains("client-override " + WEAK);
    }

    @Test
    void whatSecondFactorsUsersCanSetUpIsNamed() {
        Recipes.switchOff(realm, "CONFIGURE_TOTP");

        assertThat(text("other-second-factors")).contains("webauthn-register").doesNotContain("CONFIGURE_TOTP");
    }

    @Test
    void aDisabledSetUpIsNamed() {
        Recipes.switchOff(realm, "verify-totp-enroll");

        assertThat(text("action-disabled")).contains("verify-totp-enroll").contains("Enable it");
    }

    @Test
    void aDisabledProofIsNamed() {
        Recipes.switchOff(realm, "verify-totp-prove");

        assertThat(text("action-disabled")).contains("verify-totp-prove");
    }

    @Test
    void aMissingSetUpIsNamed() {
        realm.admin()
                .delete(realm.path("/authentication/required-actions/verify-totp-enroll"))
                .expect(204);

        assertThat(text("action-missing")).contains("verify-totp-enroll");
    }

    @Test
    void anActionBeforeTheProofIsNamed() {
        String path = realm.path("/authentication/required-actions/UPDATE_PROFILE");
        ObjectNode action = (ObjectNode) realm.admin().get(path).expect(200).body();
        realm.admin().put(path, action.put("priority", -100)).expect(204);

        assertThat(text("actions-before-proof")).contains("UPDATE_PROFILE");
    }

    @Test
    void aStepWithoutAReferenceIsNamed() {
        addStep(Map.of());

        assertThat(ids()).contains("amr-missing").doesNotContain("amr-without-age");
    }

    @Test
    void aReferenceWithoutAnAgeIsNamed() {
        addStep(Map.of("default.reference.value", "otp"));

        assertThat(ids()).contains("amr-without-age").doesNotContain("amr-missing");
    }

    @Test
    void eachNamesItsParagraph() {
        Recipes.switchOff(realm, "verify-totp-enroll");

        assertThat(findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.get("help").asText()).startsWith("docs/operate.md#"))
                .allSatisfy(
                        finding -> assertThat(finding.get("severity").asText()).isIn("error", "warning", "info"));
    }

    private void addStep(Map<String, String> config) {
        FlowEditor copy = FlowEditor.duplicate(realm, "browser");
        copy.in("Browser - Conditional 2FA").add("ALTERNATIVE", "verify-totp-form", config);
        copy.bind("browserFlow");
    }

    private Stream<JsonNode> findings() {
        JsonNode all = PlainRealm.api(realm).get("/Setup").expect(200).body().get("findings");
        return StreamSupport.stream(all.spliterator(), false);
    }

    private Stream<String> ids() {
        return findings().map(finding -> finding.get("id").asText());
    }

    private String text(String id) {
        return findings()
                .filter(finding -> finding.get("id").asText().equals(id))
                .map(finding -> finding.get("text").asText())
                .findFirst()
                .orElse("no finding " + id);
    }
}
