package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Together;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One code, one success: over the login pages, the token endpoint and the Verify API, one by one or at once. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class RaceRules {
    private static final int PARALLEL = 50;

    private TestRealm realm;
    private VerifyApi api;

    private EnrolledUser user;
    private ApiFactor factor;

    public abstract KeycloakUnderTest keycloak();

    @BeforeAll
    void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .createOn(keycloak());
        api = realm.api(ApiRole.MANAGE);
    }

    @AfterAll
    void deleteRealm() {
        realm.close();
    }

    @BeforeEach
    void enroll() {
        user = EnrolledUser.enroll(realm, "user-" + System.nanoTime());
        String entity = VerifyApi.entity(api.defaultService(), user.user());
        String sid = api.sids(entity + "/Factors").get(0);
        factor = new ApiFactor(api, user.user(), entity, sid, user.app(), user.clock());
    }

    @Test
    void theCodeThatEnrolledIsRefusedByTheApi() {
        assertThat(factor.statusFor(user.currentCode())).isEqualTo("pending");
    }

    @Test
    void aCodeUsedAtALoginIsRefusedByTheApi() {
        String open = factor.openChallenge();
        String code = user.freshCode();
        assertThat(user.logIn(code).isLoggedIn()).isTrue();

        assertThat(factor.statusFor(code)).isEqualTo("pending");
        assertThat(factor.answer(open, code).expect(200).field("status")).isEqualTo("pending");
        assertThat(factor.answer(open, user.freshCode()).field("status")).isEqualTo("approved");
    }

    @Test
    void aCodeUsedAtTheApiIsRefusedByTheLogin() {
        String code = user.freshCode();
        assertThat(factor.statusFor(code)).isEqualTo("approved");

        assertThat(user.logIn(code).isLoggedIn()).isFalse();
        assertThat(realm.directGrant(user.user(), Map.of("totp", code)).status())
                .isEqualTo(400);
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void theCodeThatVerifiedAFactorAtTheApiIsRefusedByTheLogin() {
        ApiFactor verified = ApiFactor.verified(api, realm.addUser("api-" + System.nanoTime()));
        EnrolledUser owner = new EnrolledUser(realm, verified.user(), verified.app(), verified.clock());

        assertThat(owner.logIn(owner.currentCode()).isLoggedIn()).isFalse();
        assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isTrue();
    }

    @Test
    void ofFiftyAnswersWithOneCodeOverLoginAndApiOneIsRight() throws Exception {
        List<EnrolledUser.CodePrompt> prompts = new ArrayList<>();
        List<String> challenges = new ArrayList<>();
        for (int i = 0; i < PARALLEL / 2; i++) {
            prompts.add(user.prompt());
            challenges.add(factor.openChallenge());
        }
        String code = user.freshCode();
        List<Callable<Boolean>> answers = new ArrayList<>();
        prompts.forEach(prompt -> answers.add(() -> prompt.answer(code).isLoggedIn()));
        challenges.forEach(challenge ->
                answers.add(() -> isApproved(factor.answer(challenge, code).expect(200))));
        Collections.shuffle(answers);

        List<Boolean> right = Together.run(answers);

        assertThat(right).hasSize(PARALLEL).containsOnlyOnce(true);
        assertThat(api.sids(factor.challenges() + "?Status=approved")).hasSize(1);
    }

    @Test
    void ofFiftyNewChallengesWithOneCodeOneIsApproved() throws Exception {
        String code = user.freshCode();

        List<Boolean> right = Together.run(Collections.<Callable<Boolean>>nCopies(
                PARALLEL, () -> isApproved(factor.challengeWith("AuthPayload", code))));

        assertThat(right).containsOnlyOnce(true);
        assertThat(api.sids(factor.challenges() + "?Status=approved")).hasSize(1);
    }

    @Test
    void ofFiftyAnswersToOneChallengeOneApprovesIt() throws Exception {
        String challenge = factor.openChallenge();
        String code = user.freshCode();

        List<ApiReply> replies =
                Together.run(Collections.<Callable<ApiReply>>nCopies(PARALLEL, () -> factor.answer(challenge, code)));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 403));
        assertThat(replies).filteredOn(RaceRules::isApproved).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 403)
                .allSatisfy(reply -> reply.expectError(403, 60322));
        assertThat(user.logIn(code).isLoggedIn()).isFalse();
    }

    @Test
    void ofFiftyGuessesAtOnceTheBudgetIsEvaluated() throws Exception {
        String challenge = factor.openChallenge();
        String wrong = user.wrongCode();

        List<ApiReply> replies =
                Together.run(Collections.<Callable<ApiReply>>nCopies(PARALLEL, () -> factor.answer(challenge, wrong)));

        assertThat(replies).noneMatch(RaceRules::isApproved);
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 429));
        assertThat(api.get(factor.challenge(challenge)).field("attempts")).isEqualTo("5");
        assertThat(factor.fetch().field("failures")).isEqualTo("5");
        factor.advance(Duration.ofSeconds(31));
        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
    }

    @Test
    void ofManyVerificationsAtOnceOneMakesTheCredential() throws Exception {
        ApiFactor pending = ApiFactor.create(api, realm.addUser("racer-" + System.nanoTime()));
        String code = pending.freshCode();

        List<ApiReply> replies = Together.run(Collections.<Callable<ApiReply>>nCopies(20, () -> pending.verify(code)));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 403));
        assertThat(replies)
                .anySatisfy(reply -> assertThat(reply.field("status")).isEqualTo("verified"));
        assertThat(pending.fetch().field("status")).isEqualTo("verified");
        assertThat(realm.credentials(pending.user()))
                .filteredOn(credential -> credential.get("type").asText().equals("verify-totp"))
                .hasSize(1);
    }

    @Test
    void ofManyEntitiesMadeAtOnceThereIsOne() throws Exception {
        TestUser newcomer = realm.addUser("newcomer-" + System.nanoTime());
        String entities = "/Services/" + api.addService("Race") + "/Entities";

        List<ApiReply> replies = Together.run(Collections.<Callable<ApiReply>>nCopies(
                20, () -> api.post(entities, Form.of("Identity", newcomer.id()))));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.expectError(409, 60301));
        assertThat(api.sids(entities)).hasSize(1);
    }

    @Test
    void theHoursBudgetHoldsForManyAtOnce() throws Exception {
        List<ApiReply> replies =
                Together.run(Collections.<Callable<ApiReply>>nCopies(70, () -> factor.challengeWith()));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(25);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.expectError(429, 60312));
    }

    private static boolean isApproved(ApiReply reply) {
        return reply.field("status").equals("approved");
    }
}
