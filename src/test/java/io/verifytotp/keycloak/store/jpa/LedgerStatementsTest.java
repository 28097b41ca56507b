package io.verifytotp.keycloak.store.jpa;

import static io.verifytotp.keycloak.domain.contract.LedgerRules.DEFAULTS;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.NOW;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.STEP;
import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.store.transaction.Transactions;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The statements that an answer sends: a login or a call of the API waits for each of them. */
class LedgerStatementsTest {
    @AutoClose
    private static H2Transactions transactions;

    private final JpaFactorLedgerContract store = new JpaFactorLedgerContract() {
        @Override
        Transactions transactions() {
            return transactions;
        }
    };

    @BeforeAll
    static void open() {
        transactions = H2Transactions.open();
    }

    @Test
    void aRightCodeOfANewChallengeUpdatesInsertsAndCounts() {
        Challenge challenge = aNewChallenge();

        assertThat(verbsOf(Verdict.APPROVED, () -> claim(challenge))).containsExactly("update", "insert", "select");
    }

    @Test
    void aWrongCodeOfANewChallengeUpdatesInsertsAndCounts() {
        Challenge challenge = aNewChallenge();

        assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(challenge))).containsExactly("update", "insert", "select");
    }

    @Test
    void aRightCodeOfAStoredChallengeUpdatesTwice() {
        Challenge stored = aStoredChallenge();

        assertThat(verbsOf(Verdict.APPROVED, () -> claim(stored))).containsExactly("update", "update");
    }

    @Test
    void aWrongCodeOfAStoredChallengeUpdatesTwice() {
        Challenge stored = aStoredChallenge();

        assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(stored))).containsExactly("update", "update");
    }

    @Test
    void aWrongCodeThatLocksAlsoReadsTheLock() {
        Challenge challenge = aNewChallenge();
        for (int i = 1; i < DEFAULTS.lockAfter(); i++) {
            fail(challenge.following());
        }

        assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(challenge)))
                .containsExactly("update", "update", "select", "insert", "select");
    }

    private List<String> verbsOf(Verdict expected, Supplier<AttemptResult> answer) {
        return transactions
                .statementsOf(() -> assertThat(answer.get().verdict()).isEqualTo(expected))
                .stream()
                .map(sql -> sql.split(" ", 2)[0])
                .toList();
    }

    private AttemptResult claim(Challenge challenge) {
        return store.ledger().claimStep(challenge, DEFAULTS, STEP, NOW);
    }

    private AttemptResult fail(Challenge challenge) {
        return store.ledger().countFailure(challenge, DEFAULTS, NOW);
    }

    private Challenge aNewChallenge() {
        Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);
        store.keepVerified(factor);
        return aChallengeOf(factor.binding()).openedAt(NOW);
    }

    private Challenge aStoredChallenge() {
        Challenge challenge = aNewChallenge();
        store.ledger().open(challenge, DEFAULTS, NOW);
        return challenge.asRecorded();
    }
}
