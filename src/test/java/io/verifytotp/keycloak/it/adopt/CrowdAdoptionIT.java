package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A realm with thousands of users, whose OTP is adopted by two callers at once. */
class CrowdAdoptionIT {
    private static final int CROWD = 5_000;
    private static final int SAMPLE = 100;

    @Test
    void everybodyIsAdoptedOnce() throws Exception {
        List<Map<String, Object>> users =
                IntStream.range(0, CROWD).mapToObj(CrowdAdoptionIT::user).toList();
        try (AdoptingRealm adopting =
                AdoptingRealm.on(PlainRealm.on(SharedKeycloak.get(), Map.of("users", users)), "enrolled")) {
            List<Integer> adopted = Parallel.run(2, List.of(() -> adoptAll(adopting), () -> adoptAll(adopting)));

            assertThat(adopted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(CROWD);
            ApiReply again = adopting.call("Adopt").expect(200);
            assertThat(again.field("adopted") + ' ' + again.field("remaining")).isEqualTo("0 0");
            assertThat(entities(adopting)).isEqualTo(CROWD);
            assertThat(statuses(adopting)).hasSize(SAMPLE).containsOnly("approved");
        }
    }

    private static Map<String, Object> user(int number) {
        Map<String, Object> user = new HashMap<>();
        user.put("username", "crowd-" + number);
        user.put("enabled", true);
        user.put("credentials", List.of(otp(number).representation()));
        return user;
    }

    private static OtpCredential otp(int number) {
        return OtpCredential.usual().withSecret("abcdefghijklmno" + (10_000 + number));
    }

    private static int adoptAll(AdoptingRealm adopting) {
        return adopting.all("Adopt", 1_000).stream()
                .mapToInt(reply -> reply.body().get("adopted").asInt())
                .sum();
    }

    private static int entities(AdoptingRealm adopting) {
        return adopting.api()
                .list(adopting.service() + "/Entities?PageSize=1000")
                .size();
    }

    private static List<String> statuses(AdoptingRealm adopting) throws Exception {
        TestClock clock = new TestClock(SharedKeycloak.get());
        return Parallel.run(
                4,
                IntStream.range(0, SAMPLE)
                        .map(i -> i * (CROWD / SAMPLE))
                        .<Callable<String>>mapToObj(number -> () -> status(adopting, number, clock))
                        .toList());
    }

    private static String status(AdoptingRealm adopting, int number, TestClock clock) {
        TestUser user = adopting.realm().user("crowd-" + number);
        String entity = VerifyApi.entity(adopting.api().defaultService(), user);
        String sid = adopting.api().sids(entity + "/Factors").get(0);
        AuthenticatorApp app = otp(number).app();
        return adopting.api()
                .post(entity + "/Challenges", Form.of("FactorSid", sid, "AuthPayload", app.codeAt(clock.now())))
                .expect(201)
                .field("status");
    }
}
