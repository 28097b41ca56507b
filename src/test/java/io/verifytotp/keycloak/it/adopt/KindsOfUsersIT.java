package io.verifytotp.keycloak.it.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.setup.PlainRealm;
import io.verifytotp.keycloak.it.setup.SetupCalls;
import io.verifytotp.keycloak.it.support.Await;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.Encoded;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.ldap.Directory;
import io.verifytotp.keycloak.it.support.ldap.UserStorages;
import io.verifytotp.keycloak.it.support.provider.OddStorage;
import io.verifytotp.keycloak.it.support.provider.OddStorageFactory;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.BrokeredRealms;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Users who are not simply rows of Keycloak's own: people of directories, of other realms, and programs. */
@Tag("thorough")
class KindsOfUsersIT {
    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("kinds");

    @AutoClose
    private static final Directory DIRECTORY = Directory.start();

    @BeforeAll
    static void purgeOften() {
        new TestClock(OWN.server()).runEvery(Duration.ofMillis(500), "verify-totp-purge");
    }

    abstract static class Kind extends KindRules {
        @Override
        OwnKeycloak<?> own() {
            return OWN;
        }
    }

    /** People of {@link #DIRECTORY}. */
    private record InDirectory(TestRealm realm, String component) implements KindOfUsers {
        static InDirectory connected(TestRealm realm, String editMode, boolean imported) {
            return new InDirectory(realm, DIRECTORY.connect(realm, editMode, imported));
        }

        @Override
        public TestUser add(String username) {
            DIRECTORY.add(username);
            return realm.user(username);
        }

        @Override
        public void remove(TestUser user) {
            realm.admin().delete(realm.path("/users/" + user.id())).expect(204);
        }

        @Override
        public void close() {
            DIRECTORY.clear();
        }
    }

    abstract static class OfADirectory extends Kind {
        @Test
        void leaveNoRowWhenTheDirectoryIsDisconnected() {
            factor(AdoptingRealm.on(realm(), "enrolled"));

            UserStorages.remove(realm(), UserStorages.only(realm()));

            Await.until("the purge", PATIENCE, () -> rows().all().isEmpty());
        }
    }

    @Nested
    class OfAReadOnlyDirectory extends OfADirectory {
        @Override
        KindOfUsers in(TestRealm realm) {
            return InDirectory.connected(realm, "READ_ONLY", true);
        }

        @Test
        void leaveNoRowWhenTheDirectoryHasThemNoMore() {
            factor(AdoptingRealm.on(realm(), "enrolled"));
            DIRECTORY.remove(user().username());

            realm().admin().post(realm().path("/clear-user-cache"), Map.of()).expect(204);
            realm().admin().get(realm().path("/users/" + user().id())).expect(404);

            assertThat(rows().all()).isEmpty();
        }
    }

    @Nested
    class OfAReadOnlyDirectoryThatIsNotImported extends OfADirectory {
        @Override
        KindOfUsers in(TestRealm realm) {
            return InDirectory.connected(realm, "READ_ONLY", false);
        }
    }

    @Nested
    class OfAWritableDirectory extends OfADirectory {
        @Override
        KindOfUsers in(TestRealm realm) {
            return InDirectory.connected(realm, "WRITABLE", true);
        }
    }

    /** People of a storage that another extension brings, with ids that are hard to handle. */
    private record InOddStorage(TestRealm realm, String component) implements KindOfUsers {
        @Override
        public TestUser add(String username) {
            return new TestUser(Encoded.segment(OddStorage.id(component, username)), username);
        }

        /** Nobody can remove one but the storage, which tells Keycloak nothing: our rows go with the storage. */
        @Override
        public void remove(TestUser user) {
            UserStorages.remove(realm, component);
        }
    }

    @Nested
    class OfAStorageWithOddIds extends Kind {
        @Override
        KindOfUsers in(TestRealm realm) {
            return new InOddStorage(realm, UserStorages.add(realm, OddStorageFactory.ID, Map.of()));
        }

        /** Keycloak's own action fails for users that can't be changed, but earlier versions may have stored one. */
        @Override
        AuthenticatorApp keycloakOtp() {
            OtpCredential otp = OtpCredential.usual();
            String component = UserStorages.only(realm());
            OWN.database()
                    .execute("insert into FED_USER_CREDENTIAL (ID, TYPE, CREATED_DATE, USER_ID, REALM_ID,"
                            + " STORAGE_PROVIDER_ID, USER_LABEL, SECRET_DATA, CREDENTIAL_DATA, PRIORITY)"
                            + " values ('%s', 'otp', 1, '%s', '%s', '%s', '%s', '%s', '%s', 10)"
                                    .formatted(
                                            UUID.randomUUID(),
                                            OddStorage.id(component, user().username()),
                                            rows().realmId(),
                                            component,
                                            OtpCredential.LABEL,
                                            otp.representation().get("secretData"),
                                            otp.representation().get("credentialData")));
            return otp.app();
        }
    }

    /** People of another realm, without a password in this one. */
    private record Brokered(BrokeredRealms realms) implements KindOfUsers {
        static Brokered connected(TestRealm realm) {
            TestRealm provider = RealmBuilder.aRealm().createOn(realm.keycloak());
            return new Brokered(BrokeredRealms.connect(realm, provider, "partner"));
        }

        @Override
        public TestUser add(String username) {
            TestUser there = realms.provider().addUser(username);
            HttpPage end = realms.logIn(new HttpLogin(realms.realm()), there);
            assertThat(end.isLoggedIn()).as(end.toString()).isTrue();
            return realms.realm().user(username);
        }

        @Override
        public HttpPage firstFactor(HttpLogin login, TestUser user) {
            return realms.logIn(login, user);
        }

        @Override
        public void remove(TestUser user) {
            realms.realm()
                    .admin()
                    .delete(realms.realm().path("/users/" + user.id()))
                    .expect(204);
        }

        @Override
        public void close() {
            realms.provider().close();
        }
    }

    @Nested
    class OfAnotherRealm extends Kind {
        @Override
        KindOfUsers in(TestRealm realm) {
            return Brokered.connected(realm);
        }

        /** Keycloak has no flow behind a provider, so the way back is to take ours away first. */
        @Override
        void beforeRestore(AdoptingRealm adopting) {
            ApiReply refused = adopting.call("Restore", "Confirm", "plaintext").expect(409);
            assertThat(refused.message()).contains("'Post broker login - Verify TOTP'");
            new SetupCalls(adopting.api()).undo();
        }

        @Override
        void assertRestored(HttpLogin login, HttpPage page, AuthenticatorApp app) {
            assertThat(page.isLoggedIn()).as(page.toString()).isTrue();
            assertThat(SecondFactors.id(realm(), user(), SecondFactors.OTP)).isNotEmpty();
        }
    }

    /** Programs log in without a code, and Keycloak keeps no credentials for them. */
    @Nested
    class ServiceAccounts {
        @AutoClose
        private final TestRealm realm = PlainRealm.on(OWN.server());

        private final AdoptingRealm adopting = AdoptingRealm.on(realm, "everybody");
        private final ApiClient program = ApiClientBuilder.aClient().createIn(realm);
        private final TestUser account = new TestUser(program.serviceAccount(), "the program");

        @Test
        void getTheirTokensWithoutACode() {
            assertThat(program.token()).isNotEmpty();
        }

        @Test
        void canHaveNoFactor() {
            String entity = VerifyApi.entity(adopting.api().defaultService(), account);
            Form factor = Form.of("FriendlyName", "Phone", "FactorType", "totp", "Binding.Secret", KindRules.SEED);

            adopting.api().post(entity + "/Factors", factor).expectNotFound();
            adopting.api()
                    .post(adopting.service() + "/Entities", Form.of("Identity", account.id()))
                    .expectNotFound();

            assertThat(OurRows.of(OWN.database(), realm).all()).isEmpty();
        }

        /** An administrator can't give them one either, but an import can. */
        @Test
        void keepAnImportedOtpAndHoldUpNobody() {
            OtpCredential otp = OtpCredential.usual();
            realm.admin()
                    .put(realm.path("/users/" + account.id()), Map.of("credentials", List.of(otp.representation())))
                    .expect(400);
            List<Object> robots = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                robots.add(robot("robot-" + i, otp));
            }
            realm.admin()
                    .post(realm.path("/partialImport"), Map.of("users", robots))
                    .expect(200);
            EnrolledUser person = adopting.userWith(otp);

            ApiReply adopted = adopting.call("Adopt").expect(200);

            assertThat(adopted.field("adopted")).as(adopted.text()).isEqualTo("1");
            assertThat(adopted.fields("skipped", "reason")).hasSize(4).containsOnly("service_account");
            assertThat(adopting.isAdopted(person.user())).isTrue();
        }

        private Map<String, Object> robot(String client, OtpCredential otp) {
            ApiClientBuilder.aClient()
                    .with("clientId", client)
                    .with("serviceAccountsEnabled", false)
                    .createIn(realm);
            return Map.of(
                    "username",
                    "service-account-" + client,
                    "enabled",
                    true,
                    "serviceAccountClientId",
                    client,
                    "credentials",
                    List.of(otp.representation()));
        }
    }
}
