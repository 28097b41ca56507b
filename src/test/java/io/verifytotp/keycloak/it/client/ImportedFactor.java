package io.verifytotp.keycloak.it.client;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;

/** A factor that was imported as verified, so that no code of it has been used. */
final class ImportedFactor {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private ImportedFactor() {}

    static ApiFactor of(VerifyApi manager, TestUser user) {
        String service = manager.defaultService();
        String lines = "identity,secret,verified\n" + user.id() + ',' + SEED + ",true\n";
        ApiRequest request = ApiRequest.of("POST", "/Services/" + service + "/Factors/Import")
                .body("text/csv", lines);
        String sid = manager.send(request).expect(200).field("lines/0/sid");
        return new ApiFactor(
                manager,
                user,
                VerifyApi.entity(service, user),
                sid,
                AuthenticatorApp.typed(SEED),
                new TestClock(manager.realm().keycloak()));
    }
}
