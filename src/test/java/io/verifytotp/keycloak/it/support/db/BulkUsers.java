package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Users by the thousand, without a password, which SQL makes in seconds. */
public final class BulkUsers {
    private BulkUsers() {}

    public static List<TestUser> insert(PostgresServer database, String realmId, int count) {
        List<TestUser> users = IntStream.range(0, count)
                .mapToObj(i -> UUID.randomUUID().toString())
                .map(id -> new TestUser(id, "bulk-" + id))
                .toList();
        SqlBatch.run(
                database,
                "insert into user_entity (id, realm_id, username, enabled, email_verified, email_constraint,"
                        + " created_timestamp, not_before) values (?, ?, ?, true, false, ?, ?, 0)",
                users,
                (statement, user) -> {
                    statement.setString(1, user.id());
                    statement.setString(2, realmId);
                    statement.setString(3, user.username());
                    statement.setString(4, UUID.randomUUID().toString());
                    statement.setLong(5, Instant.now().toEpochMilli());
                });
        return users;
    }
}
