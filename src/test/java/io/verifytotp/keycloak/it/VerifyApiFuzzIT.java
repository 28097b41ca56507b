package io.verifytotp.keycloak.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated requests: none breaks the server, and every answer is one that {@code docs/openapi.yaml} allows.
 * A run can be repeated with {@code -Dverify.fuzz.seed=}.
 */
class VerifyApiFuzzIT {
    private static final int REQUESTS = 500;
    private static final int BETWEEN_RIGHT_ONES = 25;
    private static final long SEED = Long.getLong("verify.fuzz.seed", System.nanoTime());

    @AutoClose
    private static TestRealm realm;
    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Test
    void noRequestBreaksTheServer() {
        System.out.println("verify.fuzz.seed=" + SEED);
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("target"));
        RequestFuzzer fuzzer = new RequestFuzzer(SEED, factor, factor.openChallenge());

        for (int i = 0; i < REQUESTS; i++) {
            ApiRequest request = fuzzer.next();
            String what = "verify.fuzz.seed=" + SEED + ", request " + i + ": " + request;

            ApiReply reply = send(request, what);

            assertThat(reply.status()).as(what).isLessThan(500);
            if (reply.status() >= 400 && !request.method().equals("HEAD")) {
                reply.expectError(reply.status(), reply.code());
            }
            if (i % BETWEEN_RIGHT_ONES == 0) {
                api.get("/Services").expect(200);
            }
        }

        ApiFactor next = ApiFactor.create(api, api.addService("After all"), realm.addUser("next"))
                .verified();
        assertThat(next.statusFor(next.freshCode())).isEqualTo("approved");
    }

    /** A violation of the contract is told with the seed. */
    private static ApiReply send(ApiRequest request, String what) {
        try {
            return api.send(request);
        } catch (AssertionError e) {
            throw new AssertionError(what, e);
        }
    }
}
