package io.verifytotp.keycloak.domain.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final FactorId FACTOR = FactorId.random();

    @Test
    void countsForFiveMinutes() {
        Proof proof = Proof.ofFactor("alice", Proof.Kind.CODE, FACTOR, NOON);

        assertThat(proof.isFresh(NOON)).isTrue();
        assertThat(proof.isFresh(NOON.plusSeconds(299))).isTrue();
        assertThat(proof.isFresh(NOON.plusSeconds(300))).isFalse();
        assertThat(proof.isFresh(NOON.plusSeconds(86_400))).isFalse();
    }

    @Test
    void bearsWithANodeWhoseClockIsBehind() {
        Proof proof = Proof.ofKeycloak("alice", Proof.Kind.PASSKEY, NOON);

        assertThat(proof.isFresh(NOON.minusSeconds(2))).isTrue();
        assertThat(proof.isFresh(NOON.minusSeconds(300))).isFalse();
    }

    /** Sessions keep them over an upgrade. */
    @Test
    void hasNamesThatStay() {
        assertThat(Proof.Kind.values())
                .extracting(Proof.Kind::id)
                .containsExactly("code", "set_up", "recovery_code", "passkey");
    }

    @Test
    void holdsWhileItsFactorIsThere() {
        Proof proof = Proof.ofFactor("alice", Proof.Kind.SET_UP, FACTOR, NOON);

        assertThat(proof.holds(FACTOR::equals)).isTrue();
        assertThat(proof.holds(id -> false)).isFalse();
        assertThat(Proof.ofKeycloak("alice", Proof.Kind.RECOVERY_CODE, NOON).holds(id -> false))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "f:storage:uid=a;b", "a b+c/%2F", "-", ";"})
    void comesBackFromItsText(String identity) {
        Proof ours = Proof.ofFactor(identity, Proof.Kind.CODE, FACTOR, NOON.plusMillis(1));
        Proof keycloaks = Proof.ofKeycloak(identity, Proof.Kind.RECOVERY_CODE, NOON);

        assertThat(Proof.parse(ours.text())).contains(ours);
        assertThat(Proof.parse(keycloaks.text())).contains(keycloaks);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "YF0123456789abcdef0123456789abcdef",
                "code;1;-;alice",
                "passkey;1;YF0123456789abcdef0123456789abcdef;alice",
                "passkey;-1;-;alice",
                "passkey;99999999999999999999;-;alice",
                "passkey;;-;alice",
                "other;1;-;alice",
                "passkey;1;-"
            })
    void isNotReadFromAnotherText(String text) {
        assertThat(Proof.parse(text)).isEmpty();
    }

    @Test
    void namesItsFactorIfItIsOurs() {
        assertThatIllegalArgumentException().isThrownBy(() -> Proof.ofKeycloak("alice", Proof.Kind.CODE, NOON));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proof.ofFactor("alice", Proof.Kind.PASSKEY, FACTOR, NOON));
    }

    @Test
    void isOfItsUserOnly() {
        Optional<Proof> mallorys = Optional.of(Proof.ofKeycloak("mallory", Proof.Kind.PASSKEY, NOON));

        assertThatIllegalArgumentException().isThrownBy(() -> Enrollee.inSession("alice", mallorys));
    }
}
