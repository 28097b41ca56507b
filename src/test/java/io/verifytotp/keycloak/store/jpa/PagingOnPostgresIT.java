package io.verifytotp.keycloak.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.Page;
import io.verifytotp.keycloak.domain.id.PageRequest;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.id.ServiceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of 100,000 challenges of one Entity, among as many of others in the realm. */
class PagingOnPostgresIT {
    private static final int CHALLENGES = 100_000;
    private static final int PAGE = 50;
    private static final int RUNS = 41;
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final EntityKey OWNER = new EntityKey("realm", ServiceId.defaultOf("realm"), "somebody");
    private static final FactorId FACTOR = FactorId.random();
    private static final ChallengeFilter ALL = new ChallengeFilter(Optional.empty(), Optional.empty());

    private static PostgresTransactions transactions;

    @BeforeAll
    static void fill() throws SQLException {
        transactions = PostgresTransactions.open();
        try (Connection connection = transactions.connection();
                Statement statement = connection.createStatement()) {
            insert(connection, EntityRow.idOf(OWNER), FACTOR.key());
            insert(connection, UUID.randomUUID().toString(), UUID.randomUUID().toString());
            statement.execute("analyze verify_totp_challenge");
        }
    }

    @AfterAll
    static void close() {
        if (transactions != null) {
            transactions.close();
        }
    }

    @ParameterizedTest(name = "status {0}, of one factor: {1}, newest first: {2}")
    @CsvSource({",false,false", ",false,true", "APPROVED,false,false", "PENDING,false,true", ",true,false"})
    void everyListReadsFromAnIndex(ChallengeStatus status, boolean ofFactor, boolean newestFirst) throws SQLException {
        ChallengeFilter filter =
                new ChallengeFilter(ofFactor ? Optional.of(FACTOR) : Optional.empty(), Optional.ofNullable(status));
        PageRequest middle = new PageRequest(PAGE, Optional.of(position(CHALLENGES / 2)), false, newestFirst);

        Page<Challenge> page = new JpaChallenges(transactions).page(OWNER, filter, middle, NOW);

        String plan = planOf(transactions.lastStatement(), filter, middle);
        System.out.println(plan);
        assertThat(page.items()).hasSize(PAGE);
        assertThat(plan).contains("Index").doesNotContain("Seq Scan").doesNotContain("Sort");
    }

    @Test
    void theLastPageCostsWhatTheFirstOneDoes() {
        PageRequest first = new PageRequest(PAGE, Optional.empty(), false, false);
        PageRequest last = new PageRequest(PAGE, Optional.of(position(CHALLENGES - PAGE - 1)), false, false);
        assertThat(read(last).hasNext()).isFalse();
        assertThat(read(last).items()).hasSize(PAGE);

        long[] ofFirst = new long[RUNS];
        long[] ofLast = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            ofFirst[i] = nanosOf(first);
            ofLast[i] = nanosOf(last);
        }

        System.out.printf("first page %d us, last page %d us%n", median(ofFirst) / 1000, median(ofLast) / 1000);
        assertThat((double) median(ofLast)).isLessThan(2.0 * median(ofFirst));
        assertThat((double) median(ofFirst)).isLessThan(2.0 * median(ofLast));
    }

    private static Page<Challenge> read(PageRequest request) {
        return new JpaChallenges(transactions).page(OWNER, ALL, request, NOW);
    }

    private static long nanosOf(PageRequest request) {
        long start = System.nanoTime();
        read(request);
        return System.nanoTime() - start;
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** The position of the challenge with that number, counted from 0. */
    private static Position position(int number) {
        return transactions.call(unit -> {
            Object[] row = (Object[]) unit.em()
                    .createNativeQuery("select created_at, id from verify_totp_challenge where entity_id = :entity"
                            + " order by created_at, id offset " + number + " limit 1")
                    .setParameter("entity", EntityRow.idOf(OWNER))
                    .getSingleResult();
            return new Position(Instant.ofEpochMilli(((Number) row[0]).longValue()), UUID.fromString((String) row[1]));
        });
    }

    /** Every third is approved, the others are pending, half of those over. */
    private static void insert(Connection connection, String entity, String factor) throws SQLException {
        String sql = """
                insert into verify_totp_challenge (id, realm_id, entity_id, factor_id, status, wrong_answers,
                                                   created_at, updated_at, expires_at)
                select gen_random_uuid()::text, 'realm', ?, ?,
                       case when i %% 3 = 0 then 'approved' else 'pending' end, 0,
                       %1$d + i / 2, %1$d + i / 2, %2$d + case when i %% 2 = 0 then 1000 else -1000 end
                  from generate_series(1, %3$d) i""".formatted(NOW.toEpochMilli() - CHALLENGES, NOW.toEpochMilli(), CHALLENGES);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, entity);
            statement.setString(2, factor);
            statement.executeUpdate();
        }
    }

    /** What PostgreSQL does for that statement with the parameters in the order in which the query names them. */
    private static String planOf(String sql, ChallengeFilter filter, PageRequest request) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        parameters.add(EntityRow.idOf(OWNER));
        filter.factor().ifPresent(factor -> parameters.add(factor.key()));
        if (filter.status().equals(Optional.of(ChallengeStatus.PENDING))) {
            parameters.add(NOW.toEpochMilli());
        }
        Position from = request.from().orElseThrow();
        parameters.add(from.at().toEpochMilli());
        parameters.add(from.at().toEpochMilli());
        parameters.add(from.id().toString());
        parameters.add(request.toRead());
        try (Connection connection = transactions.connection();
                PreparedStatement statement = connection.prepareStatement("explain (analyze, buffers) " + sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return text(statement);
        }
    }

    private static String text(PreparedStatement statement) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
