package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.it.support.realm.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The flows of one {@link Login}, which its client names as its own. */
record LoginFlows(Flow browser, Flow directGrant) {
    static LoginFlows of(Login login) {
        Flow browser = Flow.named("browser " + login.name());
        Flow forms =
                browser.subFlow("ALTERNATIVE", "forms " + login.name()).step("REQUIRED", "auth-username-password-form");
        login.formSteps().forEach(step -> forms.step("REQUIRED", step));
        Flow directGrant = Flow.named("direct grant " + login.name())
                .step("REQUIRED", "direct-grant-validate-username")
                .step("REQUIRED", "direct-grant-validate-password");
        login.grantSteps().forEach(step -> directGrant.step("REQUIRED", step));
        return new LoginFlows(browser, directGrant);
    }

    List<Object> representations() {
        List<Object> all = new ArrayList<>(browser.representations());
        all.addAll(directGrant.representations());
        return all;
    }

    Map<String, String> overrides() {
        return Map.of("browser", browser.id(), "direct_grant", directGrant.id());
    }
}
