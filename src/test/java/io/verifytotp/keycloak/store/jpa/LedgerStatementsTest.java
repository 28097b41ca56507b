package io.verifytotp.keycloak.store.jpa;

import static io.verifytotp.keycloak.domain.contract.LedgerRules.DEFAULTS;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.ENDLESS;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.NOW;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.STEP;
import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.service.Budgets;
import io.verifytotp.keycloak.store.transaction.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
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

    private final Factor factor = FactorBuilder.aFactor().verifiedAt(NOW);

    @BeforeAll
    static void open() {
        transactions = H2Transactions.open();
    }

    @Nested
    class OfAnAnswer {
        private final Challenge fresh = aNewChallenge();

        OfAnAnswer() {
            store.keepVerified(factor);
        }

        @Test
        void aRightCodeOfANewChallengeUpdatesAndInserts() {
            assertThat(verbsOf(Verdict.APPROVED, () -> claim(fresh))).containsExactly("update", "insert");
        }

        @Test
        void aWrongCodeOfANewChallengeUpdatesAndInserts() {
            assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(fresh))).containsExactly("update", "insert");
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
        void anOpenedChallengeUpdatesAndInserts() {
            assertThat(transactions.statementsOf(() -> store.ledger().open(fresh, DEFAULTS, NOW)))
                    .hasSize(2);
        }

        @Test
        void aWrongCodeThatLocksAlsoReadsTheLock() {
            for (int i = 1; i < DEFAULTS.lockAfter(); i++) {
                fail(aNewChallenge());
            }

            assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(fresh)))
                    .containsExactly("update", "update", "select", "insert");
        }
    }

    /** As nodes of an older version write them, which do not know the budgets' columns. */
    @Nested
    class OfAFactorWhoseRowHasNoBudgets {
        private final Budgets ofThree =
                BudgetsBuilder.endless().challengesPerHour(3).build();

        OfAFactorWhoseRowHasNoBudgets() {
            store.keepCredential(factor);
            store.keepVerified(factor);
        }

        @Test
        void theBudgetsBeginWithTheStoredChallenges() {
            open(NOW.minus(Duration.ofHours(1)));
            open(NOW.minusSeconds(60));
            open(NOW);
            forgetBudgets();

            assertThat(answer(ofThree)).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        }

        @Test
        void approvedChallengesAndThoseOfYesterdayAreNotCounted() {
            Budgets ofADay = BudgetsBuilder.endless().challengesPerDay(3).build();
            claim(aNewChallenge());
            open(NOW.minus(Duration.ofDays(1)));
            open(NOW.minusSeconds(60));
            forgetBudgets();

            assertThat(answer(ofADay)).isEqualTo(Verdict.WRONG_CODE);
            assertThat(answer(ofADay)).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        }

        @Test
        void theyAreFoundAgainWhenANodeThatDoesNotKnowThemHasCountedAWrongCode() {
            answer(ofThree);
            asAnOlderNode("""
                    insert into ChallengeRow (id, realmId, entityId, factorId, status, wrongAnswers, createdAt,
                           updatedAt, expiresAt)
                    select 'older', f.realmId, f.entityId, f.id, 'pending', 1, f.createdAt, f.createdAt, f.createdAt
                      from FactorRow f where f.id = :id""");
            asAnOlderNode("update FactorRow f set f.failures = f.failures + 1 where f.id = :id");

            assertThat(answer(ofThree)).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        }

        @Test
        void theyHoldWhenTheFactorIsUnlocked() {
            Budgets lockedAfterTwo =
                    BudgetsBuilder.endless().challengesPerHour(3).lockAfter(2).build();
            answer(lockedAfterTwo);
            answer(lockedAfterTwo);

            new JpaFactorChanges(new FakeKeycloak(transactions, new FakeUsers()).transactions())
                    .unlock(factor.binding().owner(), factor.id(), NOW);

            assertThat(answer(lockedAfterTwo)).isEqualTo(Verdict.TOO_MANY_CHALLENGES);
        }

        @Test
        void theNextAnswerNeedsNoSearch() {
            forgetBudgets();
            answer(ofThree);

            assertThat(verbsOf(Verdict.WRONG_CODE, () -> fail(aNewChallenge()))).containsExactly("update", "insert");
        }

        private void open(Instant at) {
            store.ledger().open(aChallengeOf(factor.binding()).openedAt(at), ENDLESS, at);
        }

        private void forgetBudgets() {
            asAnOlderNode("update FactorRow f set f.hourFullAt = null, f.dayFullAt = null where f.id = :id");
        }

        private void asAnOlderNode(String statement) {
            transactions.call(unit -> unit.em()
                    .createQuery(statement)
                    .setParameter("id", factor.id().key())
                    .executeUpdate());
        }

        private Verdict answer(Budgets budgets) {
            return store.ledger().countFailure(aNewChallenge(), budgets, NOW).verdict();
        }
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
        TotpBinding binding = factor.binding();
        return aChallengeOf(binding).openedAt(NOW);
    }

    private Challenge aStoredChallenge() {
        Challenge challenge = aNewChallenge();
        store.ledger().open(challenge, DEFAULTS, NOW);
        return challenge.asRecorded();
    }
}
