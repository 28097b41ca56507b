package io.verifytotp.keycloak.it.adopt;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.setup.SetupCalls;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A realm with Keycloak's flows, set up by the one call, whose users have Keycloak's own OTP. */
record AdoptingRealm(TestRealm realm, VerifyApi api) implements AutoCloseable {
    static AdoptingRealm on(KeycloakUnderTest keycloak, String mode) {
        return on(PlainRealm.on(keycloak), mode);
    }

    static AdoptingRealm on(TestRealm realm, String mode) {
        VerifyApi api = PlainRealm.api(realm);
        new SetupCalls(api).apply(mode, "all");
        AdoptingRealm adopting = new AdoptingRealm(realm, api);
        adopting.adopt("on");
        return adopting;
    }

    /** Sets the option. */
    void adopt(String value) {
        realm.configureEnrollment(Map.of("adoptKeycloakOtp", value, "notifyUsers", "off"));
    }

    EnrolledUser userWith(OtpCredential otp) {
        TestUser user = userWith(List.of(otp.representation()));
        return new EnrolledUser(realm, user, otp.app(), new TestClock(realm.keycloak()));
    }

    TestUser userWith(List<Map<String, Object>> credentials) {
        TestUser user = realm.addUser("otp-" + UUID.randomUUID());
        OtpCredential.add(realm, user, credentials);
        return user;
    }

    List<String> types(TestUser user) {
        return realm.credentials(user).findValuesAsText("type");
    }

    boolean isAdopted(TestUser user) {
        return types(user).contains(SecondFactors.OURS) && !types(user).contains(SecondFactors.OTP);
    }

    /** Keycloak's own page for a code. */
    static boolean isKeycloaks(HttpPage page) {
        return page.html().hasField("otp");
    }

    /** A login that answers Keycloak's own page. */
    HttpPage logInAtKeycloaks(TestUser user, String code) {
        HttpLogin login = new HttpLogin(realm);
        return login.submit(login.startWithPassword(user), Map.of("otp", code));
    }

    ApiReply call(String operation, String... form) {
        return api.post(service() + "/KeycloakOtp/" + operation, Form.of(form));
    }

    /** The outcome of a challenge that is answered with the member's code of that moment. */
    String verify(OtpCrowd.Member member, Instant now) {
        String sid = "YF" + member.credential().replace("-", "");
        String challenges = VerifyApi.entity(api.defaultService(), member.user()) + "/Challenges";
        return api.post(
                        challenges,
                        Form.of(
                                "FactorSid",
                                sid,
                                "AuthPayload",
                                member.otp().app().codeAt(now)))
                .expect(201)
                .field("status");
    }

    String service() {
        return "/Services/" + api.defaultService();
    }

    /** All batches of an operation. */
    List<ApiReply> all(String operation, int size, String... form) {
        List<ApiReply> replies = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Form parameters = Form.of("PageSize", String.valueOf(size)).and(form);
            Form next = after.isPresent() ? parameters.and("After", after.get()) : parameters;
            ApiReply reply =
                    api.post(service() + "/KeycloakOtp/" + operation, next).expect(200);
            replies.add(reply);
            after = Optional.of(reply.field("last")).filter(last -> !last.isEmpty());
        } while (after.isPresent());
        return replies;
    }

    /** Two fields of each credential that the batches skipped. */
    static List<String> skipped(List<ApiReply> replies, String first, String second) {
        return replies.stream()
                .flatMap(reply -> reply.body().get("skipped").valueStream())
                .map(each -> each.get(first).asText() + ' ' + each.get(second).asText())
                .toList();
    }

    @Override
    public void close() {
        realm.close();
    }
}
