package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An Entity's challenges over the Verify API: what it did, at whichever door. */
class VerifyApiChallengeListIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static ApiFactor first;
    private static ApiFactor second;
    private static String expired;
    private static String pending;
    private static String approved;
    private static String ofSecond;

    @BeforeAll
    static void createChallenges() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .enrollConfig(Map.of("maxFactors", "2"))
                .createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        TestUser user = realm.addUser("lister");
        first = ApiFactor.verified(api, user);
        second = ApiFactor.verified(api, user);
        expired = first.openChallenge();
        first.advance(Duration.ofSeconds(301));
        approved = first.challengeWith("AuthPayload", first.freshCode()).sid();
        first.advance(Duration.ofSeconds(2));
        ofSecond = second.openChallenge();
        first.advance(Duration.ofSeconds(2));
        pending = first.openChallenge();
    }

    @Test
    void hasAllOfThemOldestFirst() {
        assertThat(list("")).containsExactly(expired, approved, ofSecond, pending);
        assertThat(list("?Order=asc")).isEqualTo(list(""));
        assertThat(list("?FactorSid=&Status=&Order=")).isEqualTo(list(""));
    }

    @Test
    void goesBackwardsAsWell() {
        List<String> backwards = new ArrayList<>(list(""));
        Collections.reverse(backwards);

        assertThat(list("?Order=desc")).isEqualTo(backwards);
        assertThat(list("?Order=desc&PageSize=1")).isEqualTo(backwards);
    }

    @Test
    void canBeThoseOfOneFactor() {
        assertThat(list("?FactorSid=" + second.sid())).containsExactly(ofSecond);
        assertThat(list("?FactorSid=" + first.sid() + "&PageSize=2")).containsExactly(expired, approved, pending);
        assertThat(list("?FactorSid=YF" + "0".repeat(32))).isEmpty();
    }

    @Test
    void canBeThoseOfOneStatus() {
        assertThat(list("?Status=expired")).containsExactly(expired);
        assertThat(list("?Status=approved")).containsExactly(approved);
        assertThat(list("?Status=pending&PageSize=1")).containsExactly(ofSecond, pending);
        assertThat(list("?Status=denied")).isEmpty();
        assertThat(list("?Status=pending&Order=desc&FactorSid=" + first.sid())).containsExactly(pending);
    }

    @Test
    void hasWhatFetchingOneShows() {
        JsonNode listed = api.list(first.challenges() + "?Status=approved").get(0);

        assertThat(listed).isEqualTo(api.get(first.challenge(approved)).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FactorSid=YF1", "FactorSid=YC00000000000000000000000000000000", "Status=open", "Order=up"})
    void refusesOtherFilters(String filter) {
        api.get(first.challenges() + '?' + filter).expectInvalid(filter.substring(0, filter.indexOf('=')));
    }

    @Test
    void hasTheLoginsWithTheirClient() {
        EnrolledUser user = EnrolledUser.enroll(realm, "audited");
        assertThat(user.logIn(user.wrongCode()).isLoggedIn()).isFalse();
        assertThat(user.logIn(user.freshCode()).isLoggedIn()).isTrue();
        String entity = VerifyApi.entity(api.defaultService(), user.user());

        List<JsonNode> challenges = api.list(entity + "/Challenges");

        assertThat(challenges)
                .extracting(challenge -> challenge.get("status").asText())
                .containsExactly("pending", "approved");
        assertThat(challenges).allSatisfy(challenge -> {
            assertThat(challenge.get("client_id").asText()).isEqualTo(TestRealm.CLIENT_ID);
            assertThat(challenge.at("/details/message").asText()).isEqualTo("Login");
            assertThat(challenge.at("/details/date")).isEqualTo(challenge.get("date_created"));
            assertThat(challenge.at("/details/fields"))
                    .isEqualTo(Json.parse("[{\"label\":\"Client\",\"value\":\"" + TestRealm.CLIENT_ID + "\"}]"));
        });
    }

    private static List<String> list(String query) {
        return api.sids(first.challenges() + query);
    }
}
