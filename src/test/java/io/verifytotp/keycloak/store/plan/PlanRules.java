package io.verifytotp.keycloak.store.plan;

import static io.verifytotp.keycloak.domain.contract.LedgerRules.DEFAULTS;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.NOW;
import static io.verifytotp.keycloak.domain.contract.LedgerRules.STEP;
import static io.verifytotp.keycloak.domain.fake.ChallengeBuilder.aChallengeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.BudgetsBuilder;
import io.verifytotp.keycloak.domain.fake.FactorBuilder;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.store.credential.CredentialLookup;
import io.verifytotp.keycloak.store.jpa.JpaChallenges;
import io.verifytotp.keycloak.store.jpa.JpaEntities;
import io.verifytotp.keycloak.store.jpa.JpaFactorChanges;
import io.verifytotp.keycloak.store.jpa.JpaFactorLedger;
import io.verifytotp.keycloak.store.jpa.JpaFactorStates;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.store.transaction.Transactions.Unit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements that every answer and every page of a list takes, each with its plan. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PlanRules {
    private static final int PAGE = 50;

    private final Plans plans;
    private final StringBuilder seen = new StringBuilder();
    private DatabaseServer server;
    private PlannedTransactions database;
    private OwnTransaction transactions;

    PlanRules(Planner planner) {
        this.plans = new Plans(planner);
    }

    abstract DatabaseServer start();

    abstract List<String> analyze();

    @BeforeAll
    void fill() {
        server = start();
        database = new PlannedTransactions(server, plans);
        transactions = database.own();
        PlanRows.fill(server, analyze());
    }

    @AfterAll
    void close() {
        System.out.println(seen);
        if (database != null) {
            database.close();
        }
    }

    @Test
    void answersToANewChallenge() {
        TotpBinding factor = aFactor("-1000");
        oneRow("wrong code, new", () -> ledger().countFailure(fresh(factor), DEFAULTS, NOW));
        oneRow("right code, new", () -> ledger().claimStep(fresh(factor), DEFAULTS, STEP, NOW));
        oneRow("right code, used before", () -> ledger().claimStep(fresh(factor), DEFAULTS, STEP, NOW));
        oneRow("open", () -> ledger().open(fresh(factor), DEFAULTS, NOW));
    }

    @Test
    void aWrongCodeThatLocks() {
        TotpBinding factor = aFactor("-1000");
        var budgets = BudgetsBuilder.defaults().lockAfter(1).build();
        oneRow("wrong code that locks", () -> ledger().countFailure(fresh(factor), budgets, NOW));
    }

    @Test
    void answersToAStoredChallenge() {
        TotpBinding factor = aFactor("-1000");
        Challenge challenge = fresh(factor);
        ledger().open(challenge, DEFAULTS, NOW);
        Challenge stored = challenge.asRecorded();
        oneRow("wrong code, stored", () -> ledger().countFailure(stored, DEFAULTS, NOW));
        oneRow("right code, stored", () -> ledger().claimStep(stored, DEFAULTS, STEP, NOW));
        oneRow("find", () -> challenges().find(factor.owner(), challenge.id()));
        oneRow("isApprovedBy", () -> challenges().isApprovedBy(challenge, STEP, NOW));
    }

    @Test
    void aRowOfAnOlderNode() {
        TotpBinding factor = aFactor("null");
        List<Plan> all = plansOf("row without budgets", () -> ledger().countFailure(fresh(factor), DEFAULTS, NOW));
        assertThat(all)
                .allSatisfy(plan -> assertThat(plan.read()).as(plan.text()).isLessThanOrEqualTo(1));
    }

    @Test
    void states() {
        TotpBinding factor = aFactor("-1000");
        oneRow("states", () -> new JpaFactorStates(transactions).of(factor.owner()));
        oneRow("last step", () -> new JpaFactorStates(transactions).lastStep(factor.owner(), factor.factor()));
    }

    @ParameterizedTest(name = "status {0}, of one factor: {1}, newest first: {2}, from {3}")
    @CsvSource({
        ",false,false", ",false,true", ",true,false", ",true,true",
        "APPROVED,false,false", "APPROVED,false,true", "APPROVED,true,false", "APPROVED,true,true",
        "PENDING,false,false", "PENDING,false,true", "PENDING,true,false", "PENDING,true,true",
        "EXPIRED,false,false", "EXPIRED,false,true", "EXPIRED,true,false", "EXPIRED,true,true",
        "DENIED,false,false", "DENIED,false,true", "DENIED,true,false", "DENIED,true,true"
    })
    void challengesOfAnEntity(ChallengeStatus status, boolean ofFactor, boolean newestFirst) {
        ChallengeFilter filter = new ChallengeFilter(
                ofFactor ? Optional.of(PlanRows.BUSY_FACTOR) : Optional.empty(), Optional.ofNullable(status));
        String name = "challenges, status %s, factor %s, newest first %s".formatted(status, ofFactor, newestFirst);
        // One of 33 is denied.
        int most = (PAGE + 4) * (status == null ? 1 : status == ChallengeStatus.DENIED ? 34 : 4);
        pages(name, "8200", newestFirst, most, request -> challenges().page(PlanRows.BUSY, filter, request, NOW));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void entitiesOfAService(boolean newestFirst) {
        pages("entities, newest first " + newestFirst, "8000", newestFirst, PAGE + 4, request -> new JpaEntities(
                        transactions)
                .page("realm", PlanRows.SERVICE, request));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void lockedFactorsOfAService(boolean small, boolean newestFirst) {
        ServiceId service = small ? PlanRows.SMALL_SERVICE : PlanRows.SERVICE;
        for (Optional<Position> from : positions("8001")) {
            PageRequest request = new PageRequest(PAGE, from, false, newestFirst);
            List<Plan> all = plansOf(
                    "locked, small service %s, newest first %s, %s".formatted(small, newestFirst, from.isPresent()),
                    () -> new JpaFactorChanges(transactions).locked("realm", service, request, NOW));
            assertThat(all)
                    .allSatisfy(plan -> assertThat(plan.read()).as(plan.text()).isLessThan(PlanRows.ROWS / 10.0));
        }
    }

    private void pages(
            String name, String kind, boolean newestFirst, int most, java.util.function.Consumer<PageRequest> read) {
        for (Optional<Position> from : positions(kind)) {
            PageRequest request = new PageRequest(PAGE, from, false, newestFirst);
            List<Plan> all = plansOf(name + from.map(p -> ", from " + p.id()).orElse(""), () -> read.accept(request));
            assertThat(all).singleElement().satisfies(plan -> {
                // A sort of few rows is none of a whole list.
                assertThat(plan.read()).as(plan.text()).isLessThanOrEqualTo(most(newestFirst, most));
            });
        }
    }

    /** How many rows a page may read. */
    double most(boolean newestFirst, int most) {
        return most;
    }

    /** The beginning, the middle and both ends, as rows of that kind have them. */
    private static List<Optional<Position>> positions(String kind) {
        return List.of(
                Optional.empty(),
                Optional.of(position(kind, PAGE)),
                Optional.of(position(kind, PlanRows.ROWS / 2)),
                Optional.of(position(kind, PlanRows.ROWS - PAGE)));
    }

    private static Position position(String kind, int number) {
        return new Position(NOW.minusMillis(PlanRows.ROWS).plusMillis(number / 2), PlanRows.idOf(kind, number));
    }

    /** Every statement goes to its row by an index that leads to one row only. */
    private void oneRow(String name, Runnable work) {
        assertThat(plansOf(name, work))
                .isNotEmpty()
                .allSatisfy(plan -> assertThat(plan.expected()).as(plan.text()).isLessThanOrEqualTo(1));
    }

    private List<Plan> plansOf(String name, Runnable work) {
        List<Plan> all = plans.of(work);
        for (Plan plan : all) {
            seen.append("PLAN | %s | %s | %s | %.0f | %.0f | %s%n"
                    .formatted(name, plan.verb(), plan.indexes(), plan.expected(), plan.read(), plan.sorts()));
        }
        assertThat(all)
                .allSatisfy(plan -> assertThat(plan.accesses()).as(plan.text()).allSatisfy(access -> {
                    assertThat(access.index()).isNotEmpty();
                    assertThat(access.ranges()).isTrue();
                }));
        return all;
    }

    private TotpBinding aFactor(String budgetOf) {
        EntityKey owner =
                new EntityKey("realm", PlanRows.SERVICE, UUID.randomUUID().toString());
        TotpBinding factor = FactorBuilder.aFactor().ownedBy(owner).binding();
        server.execute(PlanRows.entity(owner));
        server.execute(PlanRows.factor(owner, factor.factor(), budgetOf));
        return factor;
    }

    private static Challenge fresh(TotpBinding factor) {
        return aChallengeOf(factor).openedAt(NOW);
    }

    private JpaChallenges challenges() {
        return new JpaChallenges(transactions);
    }

    private JpaFactorLedger ledger() {
        return new JpaFactorLedger(transactions, new CredentialLookup() {
            @Override
            public <T> T call(BiFunction<Unit, Stored, T> work) {
                return transactions.call(unit -> work.apply(unit, (owner, factor) -> true));
            }
        });
    }
}
