package io.verifytotp.keycloak.setup.change;

import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** Removes flows with their sub-flows and configurations, as the console does. */
final class FlowRemover {
    private final RealmModel realm;

    FlowRemover(RealmModel realm) {
        this.realm = realm;
    }

    /** Removes a flow that is bound nowhere. */
    void remove(AuthenticationFlowModel flow) {
        List<AuthenticationExecutionModel> steps =
                realm.getAuthenticationExecutionsStream(flow.getId()).toList();
        for (AuthenticationExecutionModel step : steps) {
            if (step.isAuthenticatorFlow()) {
                remove(realm.getAuthenticationFlowById(step.getFlowId()));
            }
            if (step.getAuthenticatorConfig() != null
                    && realm.getAuthenticatorConfigById(step.getAuthenticatorConfig()) != null) {
                realm.removeAuthenticatorConfig(realm.getAuthenticatorConfigById(step.getAuthenticatorConfig()));
            }
            realm.removeAuthenticatorExecution(step);
        }
        realm.removeAuthenticationFlow(flow);
    }
}
