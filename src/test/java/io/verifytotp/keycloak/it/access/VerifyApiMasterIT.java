package io.verifytotp.keycloak.it.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.ManagementRoles;
import io.verifytotp.keycloak.it.support.api.MasterCallers;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of the realm master at the Verify API of another realm, as Keycloak's Admin REST API takes them. */
class VerifyApiMasterIT {
    @AutoClose
    private static final TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get());

    private MasterCallers callers;

    @BeforeEach
    void createCallers() {
        callers = new MasterCallers(realm);
    }

    @AfterEach
    void deleteCallers() {
        callers.close();
    }

    private static void assertRefused(VerifyApi api) {
        ApiReply refused = api.get("/Services").expectError(401, 20003);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"" + api.realm().name() + '"');
        api.post("/Services", Form.of("FriendlyName", "Refused")).expectError(401, 20003);
    }

    private VerifyApi serverAdministrator() {
        return VerifyApi.of(realm).bearer(realm.admin().newToken());
    }

    @Test
    void theServersAdministratorDoesEverythingInEveryRealm() {
        VerifyApi administrator = serverAdministrator();
        administrator.at(realm.master()).get("/Services").expect(200);

        ApiFactor factor = ApiFactor.verified(administrator, realm.addUser("of-the-server"));
        String service = administrator.addService("By the server's administrator");

        VerifyApi later = serverAdministrator(); // a token of master is worth a minute
        assertThat(factor.as(later).statusFor(factor.freshCode())).isEqualTo("approved");
        later.delete(factor.path()).expect(204);
        later.delete("/Services/" + service).expect(204);
        later.post("/KeyRing/Reseal", Form.of()).expect(200);
        assertThat(later.defaultService())
                .isEqualTo(realm.api(ApiRole.VIEW).defaultService())
                .isNotEqualTo(later.at(realm.master()).defaultService());
    }

    @Test
    void addressesInAnswersAreThoseOfTheManagedRealm() {
        VerifyApi person = callers.api(callers.addPerson(ApiRole.VIEW));

        assertThat(person.get("/Services").expect(200).field("services/0/url"))
                .startsWith(person.root().toString());
    }

    @Test
    void rolesOfAnotherRealmAreOfNoUse() {
        try (TestRealm other = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
            VerifyApi person = callers.api(callers.addPerson(ApiRole.MANAGE, "manage-users"));
            person.get("/Services").expect(200);

            person.at(other).get("/Services").expectError(403, 20403);
            person.at(realm.master()).get("/Services").expectError(403, 20403);
        }
    }

    @Test
    void tokensOfAnyOtherRealmAreRefused() {
        try (TestRealm other = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
            TestUser person = other.addAdministrator("neighbour", "realm-admin");
            VerifyApi neighbour = VerifyApi.of(other).bearer(other.accessToken(person));
            neighbour.get("/Services").expect(200);

            assertRefused(neighbour.at(realm));
            assertRefused(neighbour.at(realm.master()));
        }
    }

    @Test
    void tokensThatAreNoAccessTokensAreRefused() {
        JsonNode tokens = callers.tokens(callers.addPerson(ApiRole.MANAGE));

        VerifyApi.of(realm)
                .bearer(tokens.get("access_token").asText())
                .get("/Services")
                .expect(200);
        assertRefused(VerifyApi.of(realm).bearer(tokens.get("id_token").asText()));
        assertRefused(VerifyApi.of(realm).bearer(tokens.get("refresh_token").asText()));
    }

    @Test
    void tokensOfWhoWasSwitchedOffAreRefused() {
        TestUser person = callers.addPerson(ApiRole.VIEW);
        VerifyApi api = callers.api(person);
        api.get("/Services").expect(200);

        realm.admin()
                .put(callers.master().path("/users/" + person.id()), Map.of("enabled", false))
                .expect(204);

        assertRefused(api);
    }

    @Test
    void tokensOfAClientThatWasSwitchedOffAreRefused() {
        VerifyApi api = callers.api(callers.addPerson(ApiRole.VIEW));
        api.get("/Services").expect(200);

        callers.disableClient();

        assertRefused(api);
    }

    @Test
    void tokensAreRefusedOnceTheSessionHasEnded() {
        TestUser person = callers.addPerson(ApiRole.VIEW);
        VerifyApi api = callers.api(person);
        api.get("/Services").expect(200);

        realm.admin()
                .post(callers.master().path("/users/" + person.id() + "/logout"), Map.of())
                .expect(204);

        assertRefused(api);
    }

    @Test
    void tokensThatWereRevokedAreRefused() {
        TestUser person = callers.addPerson(ApiRole.VIEW);
        String token = callers.tokens(person).get("access_token").asText();
        VerifyApi.of(realm).bearer(token).get("/Services").expect(200);

        callers.revoke(token);

        assertRefused(VerifyApi.of(realm).bearer(token));
    }

    @Test
    void expiredTokensAreRefused() {
        VerifyApi api = callers.api(callers.addPerson(ApiRole.VIEW));

        new TestClock(realm.keycloak()).advance(Duration.ofHours(2));

        assertRefused(api);
    }

    /** The realm that a token names decides nothing until its signature was seen to be that realm's. */
    @Test
    void tokensWithAnotherIssuerAreRefused() {
        String[] parts = realm.accessToken(realm.addAdministrator("forger", "realm-admin"))
                .split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        String issuer = realm.uri("").toString();
        assertThat(claims).contains(issuer);

        for (String other : List.of(
                realm.master().uri("").toString(),
                "https://elsewhere.example.org/realms/" + realm.name(),
                "https://elsewhere.example.org/realms/master",
                "master",
                "/",
                "")) {
            String forged = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(claims.replace(issuer, other).getBytes(UTF_8));
            assertRefused(VerifyApi.of(realm).bearer(parts[0] + '.' + forged + '.' + parts[2]));
        }
    }

    @Test
    void aProgramCallsWithATokenButNotWithItsSecret() {
        ApiClient program = callers.addProgram(ApiRole.CHALLENGE);

        callers.api(program).get("/Services").expect(200);

        assertRefused(VerifyApi.of(realm).basic(program.id(), program.secret()));
    }

    @Test
    void anAdministratorOfTheServerHasFactorsThatOnlySuchOnesChange() {
        VerifyApi master = VerifyApi.of(realm.master());
        TestUser administrator = callers.addPerson("view-realm"); // of any realm
        TestUser helper = callers.addPerson();
        ManagementRoles ofMaster = new ManagementRoles(realm.master(), "master-realm");
        ofMaster.grant(helper.id(), ApiRole.MANAGE, "manage-users");
        VerifyApi helping =
                master.bearer(callers.tokens(helper).get("access_token").asText());
        String factors = VerifyApi.entity(helping.defaultService(), administrator) + "/Factors";
        Form form = Form.of("FriendlyName", "Phone", "FactorType", "totp");

        helping.post(factors, form).expectError(403, 20403);
        ofMaster.grant(helper.id(), "manage-realm");
        helping.post(factors, form).expect(201);
    }

    @Test
    void adminEventsNameTheRealmOfTheAdministrator() {
        TestUser person = callers.addPerson(ApiRole.MANAGE, "manage-realm");

        String service = callers.api(person).addService("Told");

        JsonNode event = StreamSupport.stream(
                        realm.admin().adminEvents(realm.name()).spliterator(), false)
                .filter(found -> found.path("resourcePath").asText().endsWith(service))
                .findFirst()
                .orElseThrow();
        assertThat(event.at("/authDetails/userId").asText()).isEqualTo(person.id());
        assertThat(event.at("/authDetails/realmId").asText())
                .isEqualTo(realm.admin()
                        .get(callers.master().path(""))
                        .expect(200)
                        .body()
                        .get("id")
                        .asText());
    }
}
