package io.verifytotp.keycloak.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRequest;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that somebody means otherwise than it would be read is refused and changes nothing. */
class SetupParametersIT {
    private static TestRealm realm;
    private static SetupCalls calls;

    @BeforeAll
    static void createRealm() {
        realm = PlainRealm.on(SharedKeycloak.get());
        calls = SetupCalls.of(realm);
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Mode=everybody&DryRun=, DryRun",
        "Mode=everybody&DryRun=%20, DryRun",
        "Mode=everybody&DryRun, DryRun",
        "Mode=everybody&dryrun=true, dryrun",
        "Mode=everybody&dryRun=true, dryRun",
        "Mode=everybody&DryRun=true&DryRun=false, DryRun",
        "Mode=everybody&Mode=enrolled, Mode",
        "Mode=everybody&Ways=, Ways",
        "Mode=everybody&Ways=browser&Ways=direct-grant, Ways",
        "Mode=everybody&Providers=, Providers",
        "Mode=everybody&Confirm=, Confirm",
        "Mode=, Mode"
    })
    void ofASetUp(String form, String parameter) {
        ApiReply reply = assertUnchanged(ApiRequest.of("POST", "/Setup").formBody(form));

        reply.expectInvalid(parameter);
    }

    @Test
    void anUnknownParameterIsToldWhatThereIs() {
        ApiReply reply = assertUnchanged(ApiRequest.of("POST", "/Setup").formBody("Mode=everybody&dryrun=true"));

        assertThat(reply.message()).contains("Mode, Levels, Ways, Providers, DryRun, Confirm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DryRun=true", "DryRun=false", "Mode=everybody", "x"})
    void ofTheQueryOfASetUp(String query) {
        ApiReply reply =
                assertUnchanged(ApiRequest.of("POST", "/Setup?" + query).formBody("Mode=everybody"));

        reply.expectInvalid(query.replaceFirst("=.*", ""));
        assertThat(reply.message()).contains("body");
    }

    @ParameterizedTest
    @CsvSource({
        "DryRun=, DryRun",
        "DryRun=yes, DryRun",
        "dryrun=true, dryrun",
        "DryRun=true&DryRun=true, DryRun",
        "Mode=everybody, Mode",
        "Ways=browser, Ways"
    })
    void ofTheQueryOfAnUndoing(String query, String parameter) {
        calls.apply("everybody", "browser");

        assertUnchanged(ApiRequest.of("DELETE", "/Setup?" + query)).expectInvalid(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DryRun=true", "Mode=everybody", "Ways=browser"})
    void theBodyOfAnUndoing(String body) {
        calls.apply("everybody", "browser");

        ApiReply reply = assertUnchanged(ApiRequest.of("DELETE", "/Setup").formBody(body));

        reply.expectInvalid("Body");
        assertUnchanged(ApiRequest.of("DELETE", "/Setup").body("application/json", "{\"DryRun\":true}"))
                .expectInvalid("Body");
    }

    @Test
    void aDryRunOfTheUndoingSaysWhatIsTakenBackAndChangesNothing() {
        calls.apply("everybody", "all");

        ApiReply dry = assertUnchanged(ApiRequest.of("DELETE", "/Setup?DryRun=true"));

        assertThat(dry.expect(200).body().get("dryRun").asBoolean()).isTrue();
        List<String> announced = SetupCalls.changes(dry);
        ApiReply undone = calls.api().delete("/Setup?DryRun=false");
        assertThat(SetupCalls.changes(undone)).isEqualTo(announced).isNotEmpty();
        assertThat(undone.body().get("dryRun").asBoolean()).isFalse();
    }

    private static ApiReply assertUnchanged(ApiRequest request) {
        Map<String, JsonNode> before = RealmState.of(realm);

        ApiReply reply = calls.api().send(request);

        assertThat(RealmState.of(realm)).isEqualTo(before);
        return reply;
    }
}
