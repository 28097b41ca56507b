package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Duration;

/** A user's factor that was made over the Verify API, and the phone that scanned it. */
public record ApiFactor(
        VerifyApi api, TestUser user, String entity, String sid, AuthenticatorApp app, TestClock clock) {
    /** A factor of the default Service, with more parameters of the creation. */
    public static ApiFactor create(VerifyApi api, TestUser user, String... more) {
        return create(api, api.defaultService(), user, more);
    }

    public static ApiFactor create(VerifyApi api, String service, TestUser user, String... more) {
        String entity = VerifyApi.entity(service, user);
        Form form = Form.of("FriendlyName", "Phone of " + user.username(), "FactorType", "totp");
        ApiReply created = api.post(entity + "/Factors", form.and(more)).expect(201);
        return new ApiFactor(
                api,
                user,
                entity,
                created.sid(),
                AuthenticatorApp.scan(created.field("binding/uri")),
                new TestClock(api.realm().keycloak()));
    }

    /** As above, and verified by the phone. */
    public static ApiFactor verified(VerifyApi api, TestUser user, String... more) {
        return create(api, user, more).verified();
    }

    public ApiFactor verified() {
        String status = verify(freshCode()).expect(200).field("status");
        if (!status.equals("verified")) {
            throw new AssertionError("The factor is " + status);
        }
        return this;
    }

    /** This factor in a phone with other parameters. */
    public ApiFactor with(AuthenticatorApp other) {
        return new ApiFactor(api, user, entity, sid, other, clock);
    }

    /** This factor as somebody else calls the API. */
    public ApiFactor as(VerifyApi other) {
        return new ApiFactor(other, user, entity, sid, app, clock);
    }

    public String path() {
        return entity + "/Factors/" + sid;
    }

    public String challenges() {
        return entity + "/Challenges";
    }

    public String challenge(String challengeSid) {
        return challenges() + '/' + challengeSid;
    }

    public ApiReply fetch() {
        return api.get(path());
    }

    public ApiReply update(String... form) {
        return api.post(path(), Form.of(form));
    }

    public ApiReply verify(String code) {
        return update("AuthPayload", code);
    }

    /** A new challenge for this factor, with more parameters. */
    public ApiReply challengeWith(String... more) {
        return api.post(challenges(), Form.of("FactorSid", sid).and(more));
    }

    /** The SID of a new challenge that waits for its code. */
    public String openChallenge() {
        return challengeWith().expect(201).sid();
    }

    public ApiReply answer(String challengeSid, String code) {
        return api.post(challenge(challengeSid), Form.of("AuthPayload", code));
    }

    /** How a new challenge with that code ended. */
    public String statusFor(String code) {
        return challengeWith("AuthPayload", code).expect(201).field("status");
    }

    public void guessWrong(int times) {
        for (int i = 0; i < times; i++) {
            challengeWith("AuthPayload", wrongCode()).expect(201);
        }
    }

    /** A code that has not been used: time goes on to its step. */
    public String freshCode() {
        clock.advanceToStepStart(app.period());
        return currentCode();
    }

    public String currentCode() {
        return codeOfStep(0);
    }

    /** The code so many steps from now. */
    public String codeOfStep(int steps) {
        return app.codeAt(clock.now().plus(app.period().multipliedBy(steps)));
    }

    public String wrongCode() {
        return app.wrongCodeAt(clock.now());
    }

    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** The same key in an app with other parameters. */
    public AuthenticatorApp appWith(String algorithm, int digits, int period) {
        return AuthenticatorApp.scan("otpauth://totp/x?secret=%s&algorithm=%s&digits=%d&period=%d"
                .formatted(app().secret(), algorithm, digits, period));
    }
}
