package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.RequestFuzzer;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated requests: none breaks the server, and every answer is one that {@code docs/openapi.yaml} allows.
 * The default run sends the same requests always; the thorough one others each time, and prints the seed.
 */
class VerifyApiFuzzIT {
    private static final int A_FEW = 100;
    private static final int MANY = 2_000;
    private static final int BETWEEN_RIGHT_ONES = 25;
    private static final long USUAL_SEED = 26;

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
        send(A_FEW, USUAL_SEED);
    }

    @Test
    @Tag("thorough")
    void noneOfManyRequestsBreaksTheServer() {
        send(MANY, System.nanoTime());
    }

    private static void send(int requests, long seed) {
        System.out.println("The seed of the requests is " + seed);
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("target-" + requests));
        RequestFuzzer fuzzer = new RequestFuzzer(seed, factor, factor.openChallenge());

        for (int i = 0; i < requests; i++) {
            ApiRequest request = fuzzer.next();
            String what = "seed " + seed + ", request " + i + ": " + request;

            ApiReply reply = send(request, what);

            assertThat(reply.status()).as(what).isLessThan(500);
            if (reply.status() >= 400 && !request.method().equals("HEAD")) {
                reply.expectError(reply.status(), reply.code());
            }
            if (i % BETWEEN_RIGHT_ONES == 0) {
                api.get("/Services").expect(200);
            }
        }

        ApiFactor next = ApiFactor.create(api, api.addService("After " + requests), realm.addUser("next-" + requests))
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
