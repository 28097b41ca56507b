package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.clock.TestClock;
import io.verifytotp.keycloak.it.support.realm.AuthenticatorApp;
import io.verifytotp.keycloak.it.support.realm.Base32Key;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.OperatorKeys;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.seal.KeyFile;
import io.verifytotp.keycloak.seal.KeyRing;
import io.verifytotp.keycloak.totp.Seed;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.binary.Base32;

/** Thousands of users and factors, which SQL makes in seconds; their seeds are sealed as the server seals them. */
public record BulkFactors(PostgresServer database, OurRows rows, VerifyApi api, OperatorKeys keys) {
    private static final int SEED_BYTES = 20;

    /** A factor with its seed in Base32, which only its phone knows. */
    public record Bulk(ApiFactor factor, EntityKey owner, FactorId id, String key) {
        public String credentialId() {
            return id.value().toString();
        }

        public boolean opens(String sealed, KeyRing ring) {
            Seed opened = new AesGcmSeedSealer(() -> ring, new SecureRandom()).open(owner, id, new SealedSeed(sealed));
            return new Base32().encodeToString(opened.expose()).equals(key);
        }
    }

    /** The credential's column of that name. */
    public static String secretData(AesGcmSeedSealer sealer, EntityKey owner, FactorId factor, String base32) {
        Seed seed = Seed.of(Base32Key.decode(base32));
        return Json.write(Map.of("seed", sealer.seal(owner, factor, seed).text()));
    }

    /** Users without a password. */
    public List<TestUser> insertUsers(int count) {
        return BulkUsers.insert(database, rows.realmId(), count);
    }

    /** A verified factor of the default Service for each of these users. */
    public List<Bulk> insertFactors(List<TestUser> users) {
        KeyRing ring = ring();
        AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, new SecureRandom());
        ServiceId service = ServiceId.defaultOf(rows.realmId());
        List<Bulk> all = users.stream().map(user -> bulk(service, user)).toList();
        long now = Instant.now().toEpochMilli();
        SqlBatch.run(
                database,
                "insert into credential (id, type, user_id, created_date, secret_data, credential_data, priority,"
                        + " version) values (?, 'verify-totp', ?, ?, ?, ?, 10, 0)",
                all,
                (statement, each) -> {
                    statement.setString(1, each.credentialId());
                    statement.setString(2, each.owner().identity());
                    statement.setLong(3, now);
                    statement.setString(4, secretData(sealer, each.owner(), each.id(), each.key()));
                    statement.setString(
                            5,
                            Json.write(Map.of(
                                    "service",
                                    service.value().toString(),
                                    "algorithm",
                                    "sha1",
                                    "digits",
                                    6,
                                    "period",
                                    30,
                                    "skew",
                                    1)));
                });
        SqlBatch.run(
                database,
                "insert into verify_totp_entity (id, realm_id, service_id, user_id, created_at, factors_made,"
                        + " factors_made_since) values (?, ?, ?, ?, ?, 1, ?)",
                all,
                (statement, each) -> {
                    statement.setString(1, each.owner().id().value().toString());
                    statement.setString(2, rows.realmId());
                    statement.setString(3, service.value().toString());
                    statement.setString(4, each.owner().identity());
                    statement.setLong(5, now);
                    statement.setLong(6, now);
                });
        SqlBatch.run(
                database,
                "insert into verify_totp_factor (id, realm_id, entity_id, created_at, updated_at, last_step, failures)"
                        + " values (?, ?, ?, ?, ?, -1, 0)",
                all,
                (statement, each) -> {
                    statement.setString(1, each.credentialId());
                    statement.setString(2, rows.realmId());
                    statement.setString(3, each.owner().id().value().toString());
                    statement.setLong(4, now);
                    statement.setLong(5, now);
                });
        database.execute("analyze");
        return all;
    }

    public KeyRing ring() {
        return new KeyFile(keys.file()).read();
    }

    /** The sealed seed of every factor of the realm, by its credential's id. */
    public Map<String, String> sealedSeeds() {
        Map<String, String> seeds = new HashMap<>();
        database.column("select c.id || ' ' || c.secret_data from credential c join user_entity u on u.id = c.user_id"
                        + " where c.type = 'verify-totp' and u.realm_id = '" + rows.realmId() + "'")
                .forEach(row -> seeds.put(
                        row.substring(0, 36),
                        Json.parse(row.substring(37)).get("seed").asText()));
        return seeds;
    }

    private Bulk bulk(ServiceId service, TestUser user) {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        String key = new Base32().encodeToString(seed);
        EntityKey owner = new EntityKey(rows.realmId(), service, user.id());
        FactorId id = FactorId.random();
        ApiFactor factor = new ApiFactor(
                api,
                user,
                VerifyApi.entity(service.publicId(), user),
                id.publicId(),
                AuthenticatorApp.typed(key),
                new TestClock(api.realm().keycloak()));
        return new Bulk(factor, owner, id, key);
    }
}
