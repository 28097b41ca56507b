package io.verifytotp.keycloak.it.support.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.SecondFactors;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.codec.binary.Base32;

/**
 * Somebody with a password and all that is needed to get in with what {@link Has} says. Keycloak's own credentials are
 * put into the account by an administrator, so that no login is needed for them.
 *
 * @param factor empty for whoever has none
 */
public record Person(
        TestRealm realm,
        TestUser user,
        Set<Has> has,
        Optional<ApiFactor> factor,
        SoftKey securityKey,
        SoftKey passkey) {
    /** The role that conditions of random flows look for. */
    public static final String ROLE = "walker";
    /** The last name that conditions of random flows look for. */
    public static final String SPECIAL_NAME = "Special";

    private static final String OTP_SECRET = "abcdefghijklmnopqrst";
    private static final int RECOVERY_CODES = 150;
    private static final int WRONG_CODES_THAT_LOCK_FOR_AN_HOUR = WalkedRealm.LOCK_AFTER + 7;
    /** The same for all, because their hashes take time. */
    private static final String HASHED_CODES = Json.write(Map.of("codes", hashedCodes()));

    /** A new account with these, in the API's realm. */
    public static Person create(VerifyApi api, Set<Has> has) {
        return create(api, api.realm().addUser("p-" + UUID.randomUUID()), has);
    }

    /** The same for an account that is there. */
    public static Person create(VerifyApi api, TestUser user, Set<Has> has) {
        Person person =
                new Person(api.realm(), user, Set.copyOf(has), factor(api, user, has), SoftKey.make(), SoftKey.make());
        person.store();
        return person;
    }

    /** Somebody with a password only, whose account may not be there yet. */
    public static Person without(TestRealm realm, TestUser user) {
        return new Person(realm, user, Set.of(), Optional.empty(), SoftKey.make(), SoftKey.make());
    }

    /** Whether that realm has no account of the same name. */
    public boolean isNewTo(TestRealm other) {
        return other.admin()
                .get(other.path("/users?exact=true&username=" + user.username()))
                .expect(200)
                .body()
                .isEmpty();
    }

    public static Set<Has> having(Has... all) {
        Set<Has> has = EnumSet.noneOf(Has.class);
        has.addAll(List.of(all));
        return has;
    }

    /** A code of our factor that has not been used. */
    public String code() {
        return factor.orElseThrow().freshCode();
    }

    /** A code of Keycloak's own OTP. */
    public String keycloakOtp() {
        return otpFor(OTP_SECRET);
    }

    /** A code for a key of Keycloak's own OTP, which takes the time of the machine and not that of the test clock. */
    public String otpFor(String secret) {
        String base32 = new Base32().encodeToString(secret.getBytes(UTF_8)).replace("=", "");
        return AuthenticatorApp.typed(base32).codeAt(Instant.now());
    }

    /** The code for a new factor of ours. */
    public String codeFor(AuthenticatorApp app) {
        TestClock clock = new TestClock(realm.keycloak());
        clock.advanceToStepStart(app.period());
        return app.codeAt(clock.now());
    }

    /** The code with that number, from 1. */
    public static String recoveryCode(int number) {
        return String.format(Locale.ROOT, "CODE%08d", number);
    }

    private static Optional<ApiFactor> factor(VerifyApi api, TestUser user, Set<Has> has) {
        if (has.stream().noneMatch(Has::isFactor)) {
            return Optional.empty();
        }
        ApiFactor factor = ApiFactor.verified(api, user);
        if (has.contains(Has.LOCKED_FACTOR)) {
            guess(factor, WRONG_CODES_THAT_LOCK_FOR_AN_HOUR);
        }
        if (has.contains(Has.DISABLED_FACTOR)) {
            guess(factor, WalkedRealm.DISABLE_AFTER);
        }
        return Optional.of(factor);
    }

    private static void guess(ApiFactor factor, int times) {
        for (int guess = 1; guess <= times; guess++) {
            factor.guessWrong(1);
            if (guess >= WalkedRealm.LOCK_AFTER && guess < times) {
                factor.advance(Duration.ofHours(1));
            }
        }
    }

    /** A default action of the realm would lead whoever is new through the set-up: this one was there before. */
    private void store() {
        Map<String, Object> account = new HashMap<>(Map.of("requiredActions", List.of(), "credentials", credentials()));
        if (has.contains(Has.NAME)) {
            account.put("lastName", SPECIAL_NAME);
        }
        realm.admin().put(realm.path("/users/" + user.id()), account).expect(204);
        if (has.contains(Has.ROLE)) {
            grantRole();
        }
    }

    private List<Map<String, Object>> credentials() {
        List<Map<String, Object>> credentials = new ArrayList<>();
        if (has.contains(Has.RECOVERY_CODES)) {
            credentials.add(credential(SecondFactors.RECOVERY_CODES, HASHED_CODES, """
                    {"hashIterations":1,"algorithm":"SHA-512","remaining":%1$d,"total":%1$d}""".formatted(RECOVERY_CODES)));
        }
        if (has.contains(Has.KEYCLOAK_OTP)) {
            credentials.add(credential(SecondFactors.OTP, Json.write(Map.of("value", OTP_SECRET)), """
                    {"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}"""));
        }
        if (has.contains(Has.SECURITY_KEY)) {
            credentials.add(credential(SecondFactors.PASSKEY, "{}", securityKey.credentialData()));
        }
        if (has.contains(Has.PASSKEY)) {
            credentials.add(credential(SecondFactors.PASSWORDLESS, "{}", passkey.credentialData()));
        }
        return credentials;
    }

    private void grantRole() {
        realm.admin().post(realm.path("/roles"), Map.of("name", ROLE));
        JsonNode role =
                realm.admin().get(realm.path("/roles/" + ROLE)).expect(200).body();
        realm.admin()
                .post(realm.path("/users/" + user.id() + "/role-mappings/realm"), List.of(role))
                .expect(204);
    }

    private static Map<String, Object> credential(String type, String secret, String data) {
        return Map.of("type", type, "userLabel", type, "secretData", secret, "credentialData", data);
    }

    private static List<Map<String, Object>> hashedCodes() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            List<Map<String, Object>> codes = new ArrayList<>();
            for (int number = 1; number <= RECOVERY_CODES; number++) {
                byte[] hash = digest.digest(recoveryCode(number).getBytes(UTF_8));
                codes.add(Map.of(
                        "number",
                        number,
                        "encodedHashedValue",
                        Base64.getEncoder().encodeToString(hash)));
            }
            return codes;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
