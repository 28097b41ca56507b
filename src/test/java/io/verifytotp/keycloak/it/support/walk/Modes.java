package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;

/** Whom a realm asks for a code, on every way in, set up as docs/operate.md tells. */
public enum Modes {
    EVERYBODY {
        @Override
        public void setUp(WalkedRealm in) {
            TestRealm realm = in.realm();
            Recipes.everybody(realm);
            Recipes.passwordReset(realm);
            Recipes.directGrant(realm);
            Recipes.firstBrokerLogin(realm);
            Recipes.postBrokerLogin(realm, WalkedRealm.PARTNER);
            Recipes.newAccounts(realm);
        }
    },
    ENROLLED {
        @Override
        public void setUp(WalkedRealm in) {
            TestRealm realm = in.realm();
            Recipes.onlyThoseWhoHaveOne(realm);
            FlowEditor reset = FlowEditor.duplicate(realm, "reset credentials");
            codeIfConfigured(reset, "verify-totp-form");
            reset.bind("resetCredentialsFlow");
            FlowEditor grant = FlowEditor.duplicate(realm, "direct grant");
            codeIfConfigured(grant, "verify-totp-direct-grant");
            grant.bind("directGrantFlow");
            FlowEditor first = FlowEditor.duplicate(realm, "first broker login");
            codeIfConfigured(first.in("Handle Existing Account"), "verify-totp-form");
            first.bind("firstBrokerLoginFlow");
            FlowEditor post = FlowEditor.create(realm, "after the provider");
            codeIfConfigured(post, "verify-totp-form");
            // A flow of which no step runs is a failed one.
            post.add("REQUIRED", "allow-access-authenticator");
            in.bindPostLogin(post.alias());
        }
    };

    public abstract void setUp(WalkedRealm in);

    private static void codeIfConfigured(FlowEditor flow, String provider) {
        flow.addSubFlow("CONDITIONAL", "code if there is a factor")
                .add("REQUIRED", "conditional-user-configured")
                .add("ALTERNATIVE", provider);
    }
}
