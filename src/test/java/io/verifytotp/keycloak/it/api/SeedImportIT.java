package io.verifytotp.keycloak.it.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds that were made elsewhere, as when factors move here from Twilio. */
class SeedImportIT {
    /** RFC 6238, Appendix B. */
    private static final String RFC_SEED = Base32Key.encode("12345678901234567890".getBytes(US_ASCII));

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;
    private static String service;

    private TestUser user;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm().codeRequired().createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
        service = api.defaultService();
    }

    @BeforeEach
    void addUser() {
        user = realm.addUser("user-" + UUID.randomUUID());
    }

    @Test
    void anImportedSeedIsTheOneInTheQrCode() {
        ApiReply created = create(RFC_SEED).expect(201);

        assertThat(RFC_SEED).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(created.field("binding/secret")).isEqualTo(RFC_SEED);
        assertThat(AuthenticatorApp.scan(created.field("binding/uri")).secret()).isEqualTo(RFC_SEED);
        assertThat(created.field("status")).isEqualTo("unverified");
    }

    @Test
    void itsCodesVerifyAtTheApiAndAtTheLogin() {
        ApiFactor factor =
                ApiFactor.verified(api, user, "Binding.Secret", RFC_SEED).with(AuthenticatorApp.typed(RFC_SEED));
        EnrolledUser owner = new EnrolledUser(realm, user, factor.app(), factor.clock());

        assertThat(factor.statusFor(factor.freshCode())).isEqualTo("approved");
        assertThat(owner.logIn(owner.freshCode()).isLoggedIn()).isTrue();
        assertThat(factor.statusFor(owner.currentCode())).isEqualTo("pending");
    }

    /** 16 bytes are 26 characters, which six equals signs fill up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JBSWY3DPEHPK3PXPJBSWY3DPEE======",
                "JBSWY3DPEHPK3PXPJBSWY3DPEE",
                "jbswy3dpehpk3pxpjbswy3dpee",
                "JBSW Y3DP EHPK 3PXP JBSW Y3DP EE",
                " jbsw-y3dp-ehpk-3pxp-jbsw-y3dp-ee ",
                "Jbsw y3dp-EHPK3pxp JBSWY3DPEE======",
            })
    void itIsReadAsPeopleWriteIt(String written) {
        ApiFactor factor = ApiFactor.create(api, user, "Binding.Secret", written);

        assertThat(Base32Key.decode(factor.app().secret()))
                .isEqualTo(Base32Key.decode("JBSWY3DPEHPK3PXPJBSWY3DPEE"))
                .hasSize(16);
        assertThat(factor.app().secret()).doesNotContain("=", " ", "-");
        factor.verified();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18, 19, 20, 32, 64, 65, 127, 128})
    void itMayHave16To128Bytes(int length) {
        String seed = seed(length);

        ApiFactor factor = ApiFactor.create(api, user, "Binding.Secret", seed);

        assertThat(factor.app().secret()).isEqualTo(seed);
        factor.verified();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 15, 129, 200, 2000})
    void shorterAndLongerOnesAreRefused(int length) {
        create(seed(length)).expectInvalid("Binding.Secret");

        assertThat(api.get(factors()).fields("factors", "sid")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0EZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                "1EZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ8",
                "GEZDGNBVGY3TQOJQ!EZDGNBVGY3TQOJQ",
                "GEZDGNBVGY3TQOJQ_EZDGNBVGY3TQOJQ",
                "ÄEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                "3132333435363738393031323334353637383930",
                "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=",
                "================================",
            })
    void whatIsNoBase32IsRefused(String seed) {
        ApiReply refused = create(seed).expectInvalid("Binding.Secret");

        assertThat(refused.text()).doesNotContain(seed);
    }

    @Test
    void theSameSeedIsOneFactorHoweverItIsWritten() {
        ApiFactor pending = ApiFactor.create(api, user, "Binding.Secret", RFC_SEED);
        String otherwise = RFC_SEED.toLowerCase(Locale.ROOT).replaceAll(".{4}", "$0 ");

        create(RFC_SEED).expectError(409, 60317);
        create(otherwise).expectError(409, 60317);
        pending.verified();
        create(RFC_SEED).expectError(409, 60317);
        create(otherwise).expectError(409, 60317);

        assertThat(api.sids(factors())).containsExactly(pending.sid());
    }

    @Test
    void theSeedOfADeletedFactorMayComeBack() {
        ApiFactor factor = ApiFactor.verified(api, user, "Binding.Secret", seed(20));
        api.delete(factor.path()).expect(204);

        ApiFactor again = ApiFactor.create(api, user, "Binding.Secret", seed(20));

        assertThat(again.verified().statusFor(again.freshCode())).isEqualTo("approved");
    }

    @Test
    void anotherUserMayHaveTheSameSeed() {
        ApiFactor.create(api, user, "Binding.Secret", seed(24));

        ApiFactor other = ApiFactor.create(api, realm.addUser("other-" + user.username()), "Binding.Secret", seed(24));

        other.verified();
    }

    private ApiReply create(String seed) {
        Form form = Form.of("FriendlyName", "Imported", "FactorType", "totp", "Binding.Secret", seed);
        return api.post(factors(), form);
    }

    private String factors() {
        return VerifyApi.entity(service, user) + "/Factors";
    }

    private static String seed(int length) {
        return Base32Key.encode(
                "0123456789".repeat(length / 10 + 1).substring(0, length).getBytes(US_ASCII));
    }
}
