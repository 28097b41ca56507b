package io.verifytotp.keycloak.it.setup;

import static io.verifytotp.keycloak.it.support.walk.Person.having;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.server.SharedKeycloak;
import io.verifytotp.keycloak.it.support.walk.Has;
import io.verifytotp.keycloak.it.support.walk.Outcome;
import io.verifytotp.keycloak.it.support.walk.Walk;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import io.verifytotp.keycloak.it.support.walk.WalkedReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Walks every way into realms that one call has given levels of authentication. */
class WalkedLevelsIT {
    private static final Map<String, Object> PASSKEYS = Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", true);

    @Test
    void withACodeAtEachLoginNobodyGetsInUnasked() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), PASSKEYS)) {
            apply(in, "Mode", "everybody");

            assertThat(in.report())
                    .filteredOn(way -> Set.of("browser", "client-override").contains(way.way()))
                    .hasSize(2)
                    .allSatisfy(way -> assertThat(way.asks()).isEqualTo("everybody"));
            for (String level : List.of("0", "1", "2", "3")) {
                Map<String, String> request = Map.of("acr_values", level);
                assertThat(in.ways().browser(having(Has.FACTOR), request))
                        .as("level " + level)
                        .anyMatch(Walk::in)
                        .noneMatch(walk -> walk.isAroundTheCode(Set.of()));
                assertThat(in.ways().browser(having(), request))
                        .as("level " + level)
                        .isNotEmpty()
                        .allMatch(walk -> walk.outcome() == Outcome.SET_UP);
            }
        }
    }

    @Test
    @Tag("thorough")
    void withACodeAtEachLoginReportAndWalksAgree() {
        try (WalkedRealm in = WalkedRealm.create(SharedKeycloak.get(), PASSKEYS)) {
            apply(in, "Mode", "everybody");

            WalkedReport walked = WalkedReport.overHttp(in);

            assertThat(walked.disagreements()).isEmpty();
            assertThat(walked.closed()).isEmpty();
        }
    }

    @Test
    @Tag("thorough")
    void withLevelsAloneReportAndWalksAgree() {
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
