package io.verifytotp.keycloak.it.adopt;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.db.BulkUsers;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.db.SqlBatch;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.seal.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Users by the thousand who have Keycloak's own OTP, made by SQL. Their secrets have a text in common to search for. */
record OtpCrowd(PostgresServer database, String realm) {
    /** Long enough that no sealed seed has it by chance. */
    private static final String MARK = "SecretOfAMember";

    private static final int RANDOM_CHARACTERS = 15;

    static OtpCrowd of(PostgresServer database, AdoptingRealm adopting) {
        return new OtpCrowd(database, OurRows.of(database, adopting.realm()).realmId());
    }

    /** A user's credential of Keycloak's own OTP. */
    record Member(TestUser user, String credential, OtpCredential otp) {}

    /** Members without a password. */
    List<Member> insert(int count) {
        return give(BulkUsers.insert(database, realm, count));
    }

    /** Gives each of these users a credential. */
    List<Member> give(List<TestUser> users) {
        List<Member> members = users.stream()
                .map(user -> new Member(user, UUID.randomUUID().toString(), secret()))
                .toList();
        SqlBatch.run(
                database,
                "insert into credential (id, type, user_id, created_date, secret_data, credential_data, priority,"
                        + " version) values (?, 'otp', ?, 0, ?, ?, 10, 0)",
                members,
                (statement, member) -> {
                    Map<String, Object> otp = member.otp().representation();
                    statement.setString(1, member.credential());
                    statement.setString(2, member.user().id());
                    statement.setString(3, (String) otp.get("secretData"));
                    statement.setString(4, (String) otp.get("credentialData"));
                });
        database.execute("analyze");
        return members;
    }

    private static OtpCredential secret() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(MARK);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return OtpCredential.usual().withSecret(text.toString());
    }

    /** One more user, whose credential has these texts; returns the user's id. */
    String insertDamaged(String secretData, String credentialData) {
        Member member = insert(1).get(0);
        SqlBatch.run(
                database,
                "update credential set secret_data = ?, credential_data = ? where id = ?",
                List.of(member),
                (row, each) -> {
                    row.setString(1, secretData);
                    row.setString(2, credentialData);
                    row.setString(3, each.credential());
                });
        return member.user().id();
    }

    long count(String type) {
        return Long.parseLong(database.column("select count(*) from credential c join user_entity u on u.id = c.user_id"
                        + " where u.realm_id = '" + realm + "' and c.type = '" + type + "'")
                .get(0));
    }

    /** Adopted credentials without a row of ours, and rows without a credential. */
    List<String> halves() {
        return database.column("""
                select c.id from credential c where c.type = 'verify-totp'
                   and not exists (select 1 from verify_totp_factor f where f.id = c.id)
                union all
                select f.id from verify_totp_factor f
                 where not exists (select 1 from credential c where c.id = f.id and c.type = 'verify-totp')""");
    }

    /** The tables that hold a secret of a member as it was. */
    List<String> tablesWithSecrets() {
        return database
                .column("select table_name from information_schema.tables where table_schema = 'public'")
                .stream()
                .filter(table -> !database.column(
                                "select 1 from " + table + " t where t::text like '%" + MARK + "%' limit 1")
                        .isEmpty())
                .toList();
    }

    /** How many of the members' seeds open with that ring and are what they were. */
    long opened(List<Member> members, KeyRing ring) {
        AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, new SecureRandom());
        ServiceId service = ServiceId.defaultOf(realm);
        Map<String, String> sealed = sealed();
        return members.stream()
                .filter(member -> {
                    EntityKey owner =
                            new EntityKey(realm, service, member.user().id());
                    FactorId factor = FactorId.ofKey(member.credential()).orElseThrow();
                    byte[] seed = sealer.open(owner, factor, new SealedSeed(sealed.get(member.credential())))
                            .expose();
                    return new String(seed, StandardCharsets.US_ASCII)
                            .equals(member.otp().secret());
                })
                .count();
    }

    private Map<String, String> sealed() {
        Map<String, String> sealed = new HashMap<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select c.id, c.secret_data from credential c join user_entity u on u.id = c.user_id"
                                + " where u.realm_id = ? and c.type = 'verify-totp'")) {
            statement.setString(1, realm);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sealed.put(
                            rows.getString(1),
                            Json.parse(rows.getString(2)).get("seed").asText());
                }
            }
            return sealed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
