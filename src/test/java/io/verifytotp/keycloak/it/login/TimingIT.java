package io.verifytotp.keycloak.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a refusal takes does not tell what was wrong. All kinds of refusals take turns in one run, and only ratios
 * of medians are compared, because the machine has other things to do. How a wrong password compares with an unknown
 * user is Keycloak's; both are measured for the record only.
 */
@Tag("thorough")
class TimingIT {
    private static final int WRONG_A_USER = 15;
    private static final int USERS = 20;
    private static final double TOLERANCE = 2;

    @AutoClose
    private static TestRealm realm;

    private static VerifyApi api;

    @BeforeAll
    static void createRealm() {
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .enrollConfig(Map.of("lockAfter", "20", "notifyUsers", "off"))
                .createOn(SharedKeycloak.get());
        api = realm.api(ApiRole.MANAGE);
    }

    @Test
    void wrongUsedAndLockedCodesTakeAboutTheSameTime() {
        EnrolledUser user = enroll("used");
        EnrolledUser locked = locked();
        Samples warmUp = new Samples();
        round(warmUp, user, locked, enroll("warm-up"));
        Samples samples = new Samples();
        for (int i = 0; i < USERS; i++) {
            round(samples, user, locked, enroll("wrong-" + i));
        }

        System.out.println(samples);
        assertThat(samples.count(Refused.WRONG_CODE)).isEqualTo(USERS * WRONG_A_USER);
        for (Refused refused : List.of(Refused.USED_CODE, Refused.LOCKED_WRONG_CODE, Refused.LOCKED_RIGHT_CODE)) {
            assertThat(samples.median(refused) / samples.median(Refused.WRONG_CODE))
                    .as("%s in %s", refused, samples)
                    .isBetween(1 / TOLERANCE, TOLERANCE);
        }
        assertThat(reasonsOf(user)).containsOnly("already_used");
        assertThat(reasonsOf(locked)).filteredOn("locked"::equals).hasSize(2 * (USERS + 1) * WRONG_A_USER);
    }

    private static void round(Samples samples, EnrolledUser used, EnrolledUser locked, EnrolledUser wrong) {
        String spent = used.freshCode();
        assertThat(realm.directGrant(used.user(), Map.of("totp", spent)).status())
                .isEqualTo(200);
        String right = locked.currentCode();
        for (int i = 0; i < WRONG_A_USER; i++) {
            samples.time(
                    Refused.WRONG_CODE, wrong.user().username(), wrong.user().password(), wrong.wrongCode());
            samples.time(Refused.USED_CODE, used.user().username(), used.user().password(), spent);
            samples.time(
                    Refused.LOCKED_WRONG_CODE,
                    locked.user().username(),
                    locked.user().password(),
                    locked.wrongCode());
            samples.time(
                    Refused.LOCKED_RIGHT_CODE,
                    locked.user().username(),
                    locked.user().password(),
                    right);
            samples.time(Refused.WRONG_PASSWORD, wrong.user().username(), "not the password", spent);
            samples.time(Refused.UNKNOWN_USER, "nobody", "not the password", spent);
        }
    }

    private static EnrolledUser enroll(String username) {
        return EnrolledUser.of(ApiFactor.verified(api, realm.addUser(username)));
    }

    /** For an hour, so that time may go on meanwhile. */
    private static EnrolledUser locked() {
        ApiFactor factor = ApiFactor.verified(api, realm.addUser("locked"));
        realm.configureEnrollment(Map.of("lockAfter", "1", "notifyUsers", "off"));
        for (int i = 0; i < 8; i++) {
            factor.guessWrong(1);
            factor.advance(Duration.ofHours(1).plusSeconds(1));
        }
        factor.guessWrong(1);
        realm.configureEnrollment(Map.of("lockAfter", "20", "notifyUsers", "off"));
        return EnrolledUser.of(factor);
    }

    private static List<String> reasonsOf(EnrolledUser user) {
        JsonNode events = realm.admin()
                .get(realm.path(
                        "/events?max=2000&type=LOGIN_ERROR&user=" + user.user().id()))
                .expect(200)
                .body();
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.at("/details/verify_totp_reason").asText())
                .toList();
    }

    private enum Refused {
        WRONG_CODE,
        USED_CODE,
        LOCKED_WRONG_CODE,
        LOCKED_RIGHT_CODE,
        WRONG_PASSWORD,
        UNKNOWN_USER
    }

    /** Times of refused grants, in milliseconds. */
    private static final class Samples {
        private final Map<Refused, List<Double>> times = new EnumMap<>(Refused.class);

        void time(Refused kind, String username, String password, String code) {
            long start = System.nanoTime();
            Reply reply = realm.directGrant(username, password, Map.of("totp", code));
            double millis = (System.nanoTime() - start) / 1e6;
            assertThat(reply.status()).isEqualTo(400);
            times.computeIfAbsent(kind, first -> new ArrayList<>()).add(millis);
        }

        int count(Refused kind) {
            return times.get(kind).size();
        }

        double median(Refused kind) {
            List<Double> sorted = times.get(kind).stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }

        @Override
        public String toString() {
            return times.keySet().stream()
                    .map(kind -> String.format(Locale.ROOT, "%s %.1f ms (%d)", kind, median(kind), count(kind)))
                    .collect(Collectors.joining(", "));
        }
    }
}
