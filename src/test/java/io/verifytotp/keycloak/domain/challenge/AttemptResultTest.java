package io.verifytotp.keycloak.domain.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Verdict.Kind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Effects of an attempt on its factor, which events and metrics report once. */
class AttemptResultTest {
    private static final Optional<Instant> LATER = Optional.of(Instant.parse("2026-11-22T10:00:30Z"));

    @Test
    void aWrongCodeThatLocksIsALock() {
        assertThat(new AttemptResult(Verdict.WRONG_CODE, LATER).lockout()).contains(Lockout.LOCKED);
        assertThat(Lockout.LOCKED.reason()).isEqualTo("locked");
    }

    @Test
    void theLastWrongCodeIsADisabling() {
        assertThat(new AttemptResult(Verdict.WRONG_CODE, LATER, true).lockout()).contains(Lockout.DISABLED);
        assertThat(new AttemptResult(Verdict.WRONG_CODE, Optional.empty(), true).lockout())
                .contains(Lockout.DISABLED);
        assertThat(Lockout.DISABLED.reason()).isEqualTo("disabled");
    }

    @Test
    void aWrongCodeWithinTheBudgetIsNeither() {
        assertThat(AttemptResult.of(Verdict.WRONG_CODE).lockout()).isEmpty();
    }

    /** A code that meets a lock has not made it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WRONG_CODE")
    void nothingElseIsEither(Verdict verdict) {
        assertThat(new AttemptResult(verdict, LATER, true).lockout()).isEmpty();
    }

    @Test
    void onlyAWrongCodeIsCountedAndOnlyTwoVerdictsAreOutages() {
        assertThat(Verdict.values()).filteredOn(Verdict::kind, Kind.APPROVED).containsExactly(Verdict.APPROVED);
        assertThat(Verdict.values()).filteredOn(Verdict::kind, Kind.COUNTED).containsExactly(Verdict.WRONG_CODE);
        assertThat(Verdict.values())
                .filteredOn(Verdict::kind, Kind.OUTAGE)
                .containsExactly(Verdict.UNREADABLE_SEED, Verdict.STORE_UNAVAILABLE);
    }
}
