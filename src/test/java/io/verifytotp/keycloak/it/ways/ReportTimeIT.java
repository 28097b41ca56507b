package io.verifytotp.keycloak.it.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long {@code GET /Setup} takes. */
class ReportTimeIT {
    /** Keycloak makes so many within the time that a request may take. */
    private static final int BATCH = 50;

    private static final Duration LIMIT = Duration.ofSeconds(2);

    @Test
    void aReportOnAHundredClientsTakesAtMostTwoSeconds() {
        assertThatTheReportIsThereInTime(100);
    }

    @Test
    @Tag("thorough")
    void aReportOnAThousandClientsTakesAtMostTwoSeconds() {
        assertThatTheReportIsThereInTime(1_000);
    }

    private static void assertThatTheReportIsThereInTime(int clients) {
        try (TestRealm realm = RealmBuilder.aRealm().createOn(SharedKeycloak.get())) {
            Recipes.everybody(realm);
            FlowEditor.create(realm, "a client's own").add("REQUIRED", "auth-username-password-form");
            String flow = FlowEditor.id(realm, "a client's own");
            IntStream.range(0, clients / BATCH).forEach(batch -> addClients(realm, flow, batch * BATCH));
            VerifyApi api = realm.api(ApiRole.MANAGE, "manage-realm");

            // The first two fill Keycloak's caches, and compile.
            List<Duration> times =
                    IntStream.range(0, 5).mapToObj(i -> time(api, clients / 2)).toList();

            System.out.println("Reports on a realm with " + clients + " clients took " + times);
            assertThat(times.subList(2, times.size()))
                    .anySatisfy(time -> assertThat(time).isLessThanOrEqualTo(LIMIT));
        }
    }

    private static Duration time(VerifyApi api, int overrides) {
        long start = System.nanoTime();
        assertThat(api.get("/Setup").expect(200).body().get("ways").size()).isGreaterThan(overrides);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Half of them have a flow of their own. */
    private static void addClients(TestRealm realm, String flow, int first) {
        List<Map<String, Object>> clients = IntStream.range(first, first + BATCH)
                .mapToObj(number -> Map.<String, Object>of(
                        "clientId",
                        "client-" + number,
                        "publicClient",
                        true,
                        "authenticationFlowBindingOverrides",
                        number % 2 == 0 ? Map.of("browser", flow) : Map.of()))
                .toList();
        realm.admin()
                .post(realm.path("/partialImport"), Map.of("ifResourceExists", "FAIL", "clients", clients))
                .expect(200);
    }
}
