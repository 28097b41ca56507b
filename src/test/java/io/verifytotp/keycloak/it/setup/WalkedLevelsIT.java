package io.verifytotp.keycloak.it.setup;

import static io.verifytotp.keycloak.it.support.walk.Person.having;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.Has;
import io.verifytotp.keycloak.it.support.walk.ReportedWay;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import io.verifytotp.keycloak.it.support.walk.WalkedReport;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks every way into realms that one call has given levels of authentication. */
class WalkedLevelsIT {
    private static final Map<String, Object> PASSKEYS = Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", true);

    @Test
    void withACodeAtEachLoginNobodyGetsInUnasked() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), PASSKEYS)) {
            apply(in, "Mode", "everybody");

            WalkedReport walked = WalkedReport.overHttp(in);

            assertThat(walked.disagreements()).isEmpty();
            assertThat(walked.closed()).isEmpty();
            assertThat(in.report())
                    .filteredOn(way -> Set.of("browser", "client-override").contains(way.way()))
                    .hasSize(2)
                    .extracting(ReportedWay::asks)
                    .containsOnly("everybody");
            for (String level : new String[] {"1", "2", "3"}) {
                assertThat(in.ways().browser(having(Has.FACTOR), Map.of("acr_values", level)))
                        .as("level " + level)
                        .noneMatch(walk -> walk.isAroundTheCode(Set.of()));
            }
        }
    }

    @Test
    void levelsAloneAskWhomTheReportNames() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), PASSKEYS)) {
            apply(in);

            assertThat(WalkedReport.overHttp(in).disagreements()).isEmpty();
            assertThat(in.ways().browser(having(Has.FACTOR), Map.of("acr_values", "2")))
                    .noneMatch(walk -> walk.isAroundTheCode(Set.of()));
        }
    }

    private static void apply(WalkedRealm in, String... more) {
        PlainRealm.api(in.realm())
                .post("/Setup", Form.of("Levels", "true").and(more))
                .expect(200);
    }
}
