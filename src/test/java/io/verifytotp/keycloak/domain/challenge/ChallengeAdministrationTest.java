package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.InMemoryVerify;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The challenges that {@link FactorAdministration} knows: those of logins and those of the API alike. */
class ChallengeAdministrationTest {
    private static final PageRequest ALL = new PageRequest(1000, Optional.empty(), false, true);
    private static final ChallengeRequest TERMS = new ChallengeRequest(ChallengeContents.NONE, Optional.empty());

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final InMemoryVerify verify = InMemoryVerify.with(clock);
    private final FactorAdministration administration = verify.administration();
    private final EntityKey alice = verify.service().entity("alice");
    private final AuthenticatorApp app = verify.enrollApp("alice");
    private final FactorId factor = verify.factorOf("alice");

    @Test
    void areTheAuditTrailOfAllDoors() {
        Challenge login = verify.answer("alice", verify.prompt("alice"), app.codeAt(clock.instant()))
                .challenge();
        clock.advance(Duration.ofSeconds(1));
        Challenge opened = open();

        assertThat(list(Optional.empty())).extracting(Challenge::id).containsExactly(opened.id(), login.id());
        assertThat(list(Optional.empty()))
                .extracting(Challenge::client)
                .containsExactly(Optional.empty(), Optional.of("owlbank"));
        assertThat(administration.challenge(alice, login.id()).orElseThrow().respondedAt())
                .contains(login.createdAt());
    }

    @Test
    void areListedByWhereTheyStandNow() {
        Challenge opened = open();
        assertThat(list(Optional.of(ChallengeStatus.PENDING))).containsExactly(opened);

        clock.set(opened.expiresAt());

        assertThat(list(Optional.of(ChallengeStatus.PENDING))).isEmpty();
        assertThat(list(Optional.of(ChallengeStatus.EXPIRED))).containsExactly(opened);
    }

    @Test
    void areAnnotatedWhileTheyAreOpen() {
        Challenge opened = open();
        clock.advance(Duration.ofSeconds(9));

        assertThat(administration.annotate(alice, opened.id(), "{\"a\":\"b\"}")).isTrue();

        Challenge annotated = administration.challenge(alice, opened.id()).orElseThrow();
        assertThat(annotated.contents().metadata()).contains("{\"a\":\"b\"}");
        assertThat(annotated.updatedAt()).isEqualTo(clock.instant());
        clock.set(opened.expiresAt());
        assertThat(administration.annotate(alice, opened.id(), "{}")).isFalse();
    }

    @Test
    void areTheOwnersOnly() {
        Challenge opened = open();
        EntityKey bob = verify.service().entity("bob");

        assertThat(administration.challenge(bob, opened.id())).isEmpty();
        assertThat(administration.annotate(bob, opened.id(), "{}")).isFalse();
        assertThat(administration
                        .challenges(bob, new ChallengeFilter(Optional.of(factor), Optional.empty()), ALL)
                        .items())
                .isEmpty();
    }

    private Challenge open() {
        return verify.engine().open(verify.service(), "alice", factor, TERMS).orElseThrow();
    }

    private List<Challenge> list(Optional<ChallengeStatus> status) {
        return administration
                .challenges(alice, new ChallengeFilter(Optional.empty(), status), ALL)
                .items();
    }
}
