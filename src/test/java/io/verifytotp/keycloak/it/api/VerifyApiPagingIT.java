package io.verifytotp.keycloak.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of every list of the Verify API. */
class VerifyApiPagingIT {
    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static List<String> lists;

    @BeforeAll
    static void createThreeOfEach() {
        realm = RealmBuilder.aRealm().enrollConfig(Map.of("maxFactors", "3")).createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        api.addService("Second");
        api.addService("Third");
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("first"));
        for (String other : List.of("second", "third")) {
            ApiFactor.create(api, realm.addUser(other));
            ApiFactor.create(api, factor.user());
        }
        for (int i = 0; i < 3; i++) {
            factor.openChallenge();
        }
        String entities = "/Services/" + api.defaultService() + "/Entities";
        lists = List.of("/Services", entities, factor.entity() + "/Factors", factor.challenges());
    }

    static Stream<String> lists() {
        return lists.stream();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void onePageSaysThatItIsTheOnlyOne(String path) {
        ApiReply page = api.get(path).expect(200);
        String url = api.root() + path + "?PageSize=50&Page=0";

        JsonNode meta = page.body().get("meta");
        assertThat(meta.get("page").asInt()).isZero();
        assertThat(meta.get("page_size").asInt()).isEqualTo(50);
        assertThat(meta.get("url").asText()).isEqualTo(url);
        assertThat(meta.get("first_page_url").asText()).isEqualTo(url);
        assertThat(meta.get("previous_page_url").isNull()).isTrue();
        assertThat(meta.get("next_page_url").isNull()).isTrue();
        assertThat(page.body().get(meta.get("key").asText())).hasSize(3);
        assertThat(page.body().properties()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void followingThePagesGivesEachElementOnce(String path) {
        List<String> all = api.sids(path);
        List<String> byTwo = new ArrayList<>();

        ApiReply page = api.get(path + "?PageSize=2").expect(200);
        byTwo.addAll(page.fields(page.field("meta/key"), "sid"));
        ApiReply next = api.follow(page.field("meta/next_page_url")).expect(200);
        byTwo.addAll(next.fields(next.field("meta/key"), "sid"));

        assertThat(all).hasSize(3).doesNotHaveDuplicates();
        assertThat(byTwo).isEqualTo(all);
        assertThat(page.field("meta/page_size")).isEqualTo("2");
        assertThat(next.field("meta/page")).isEqualTo("1");
        assertThat(next.body().at("/meta/next_page_url").isNull()).isTrue();
        assertThat(next.field("meta/url")).contains("PageSize=2&Page=1&PageToken=");
        assertThat(next.field("meta/first_page_url")).endsWith("?PageSize=2&Page=0");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void thePreviousPageIsTheOneBeforeWhereItIsNamed(String path) {
        ApiReply first = api.get(path + "?PageSize=2").expect(200);
        ApiReply second = api.follow(first.field("meta/next_page_url")).expect(200);

        String previous = second.field("meta/previous_page_url");

        if (!previous.equals("null")) {
            assertThat(api.follow(previous).expect(200).fields(first.field("meta/key"), "sid"))
                    .isEqualTo(first.fields(first.field("meta/key"), "sid"));
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aPageHasAThousandAtMost(String path) {
        assertThat(api.get(path + "?PageSize=1000").expect(200).field("meta/page_size"))
                .isEqualTo("1000");
        assertThat(api.get(path + "?PageSize=1001").expect(200).field("meta/page_size"))
                .isEqualTo("1000");
        assertThat(api.get(path + "?PageSize=9223372036854775807").expect(200).field("meta/page_size"))
                .isEqualTo("1000");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void onlyNumbersAreSizesAndPages(String path) {
        for (String size : List.of("0", "-1", "x", "1.5", "1e3")) {
            api.get(path + "?PageSize=" + size).expectInvalid("PageSize");
        }
        for (String page : List.of("-1", "x", "1.5")) {
            api.get(path + "?Page=" + page).expectInvalid("Page");
        }
        api.get(path + "?PageSize=&Page=&PageToken=").expect(200);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void onlyOurPageTokensAreTaken(String path) {
        String next = api.get(path + "?PageSize=1").expect(200).field("meta/next_page_url");
        String token = next.substring(next.indexOf("PageToken=") + "PageToken=".length());
        String changed = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);

        for (String wrong : List.of("x", "%7F", "AAAA", "PA" + "0".repeat(32), token + token, "x".repeat(2000))) {
            api.get(path + "?Page=1&PageToken=" + wrong).expectInvalid("PageToken");
        }
        ApiReply guessed = api.get(path + "?Page=1&PageToken=" + changed);
        assertThat(guessed.status()).isIn(200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PageSize=1&PageSize=1", "PageSize=1&Page=0", "Page=0&PageSize=1&Unknown=x"})
    void parametersMayStandTwiceAndBesideOthers(String query) {
        for (String path : lists) {
            assertThat(api.get(path + '?' + query).expect(200).field("meta/page_size"))
                    .isEqualTo("1");
        }
    }

    @Test
    void theKeyNamesTheList() {
        assertThat(lists.stream().map(path -> api.get(path).field("meta/key")))
                .containsExactly("services", "entities", "factors", "challenges");
    }

    @Test
    void whatIsAddedMeanwhileDisturbsNoPage() {
        String path = lists.get(1);
        ApiReply first = api.get(path + "?PageSize=2").expect(200);
        List<String> before = api.sids(path);
        ApiFactor.create(api, realm.addUser("meanwhile"));

        ApiReply second = api.follow(first.field("meta/next_page_url")).expect(200);

        assertThat(second.fields("entities", "sid")).startsWith(before.get(2));
        api.delete(VerifyApi.entity(api.defaultService(), realm.user("meanwhile")))
                .expect(204);
    }
}
