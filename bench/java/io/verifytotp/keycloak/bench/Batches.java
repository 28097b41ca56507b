package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.domain.factor.StoredOtp;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.it.support.api.ApiClient;
import io.verifytotp.keycloak.it.support.api.ApiClientBuilder;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.db.SqlBatch;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.seal.KeyFile;
import io.verifytotp.keycloak.seal.KeyRing;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The calls with which an administrator goes through all users of a realm, ten users in each: from Keycloak's own OTP to
 * ours, and from one key to the next. Each call begins at the first users, where the one before has left nothing to do,
 * so they are sent one after the other.
 */
final class Batches implements Scenario {
    private static final String ADOPT = "POST KeycloakOtp/Adopt, ten users";
    private static final String RESEAL = "POST KeyRing/Reseal, ten seeds";
    private static final int CALLS = 5;
    private static final String USERS = "10";

    /** More than all rounds at one size reseal. */
    private static final int SEALED = 1000;

    private static final UUID FIRST = new UUID(0, 0);

    private final OwnKeycloak<PostgresServer> own;
    private final BenchRealm realm;
    private final TestRealm adopting;
    private final ApiClient adoptersBackEnd;

    Batches(OwnKeycloak<PostgresServer> own, BenchRealm realm) {
        this.own = own;
        this.realm = realm;
        adopting = Adoptions.realmOn(own.server());
        adoptersBackEnd = ApiClientBuilder.aClient().roles(ApiRole.MANAGE).createIn(adopting);
    }

    /** As many users of Keycloak's own OTP; and a new key, with seeds to reseal among those of the {@link Ballast}. */
    void prepare(int users) {
        addUsersOfKeycloaksOtp(users);
        sealSome();
        own.keys().command("add");
        own.keys().awaitIn(own.server(), ring().ids().toArray(String[]::new));
    }

    private void addUsersOfKeycloaksOtp(int users) {
        PostgresServer database = own.database();
        String realmId = OurRows.of(database, adopting).realmId();
        Map<String, Object> otp = BenchRealm.keycloaksOtp();
        database.execute("create table bench_otp (n int, user_id varchar(36))");
        database.execute("insert into bench_otp select n, gen_random_uuid() from generate_series(1, " + users + ") n");
        database.execute("insert into user_entity (id, realm_id, username, enabled, email_verified, email_constraint,"
                + " created_timestamp, not_before) select user_id, '" + realmId + "', 'otp-' || n, true, false, user_id,"
                + " 0, 0 from bench_otp");
        database.execute("insert into credential (id, type, user_id, created_date, secret_data, credential_data, priority,"
                + " version) select gen_random_uuid(), 'otp', user_id, 0, '" + otp.get("secretData") + "', '"
                + otp.get("credentialData") + "', 10, 0 from bench_otp");
    }

    /** Of the ballast, those that a call finds first. */
    private void sealSome() {
        String realmId = OurRows.of(own.database(), realm.realm()).realmId();
        KeyRing ring = ring();
        AesGcmSeedSealer sealer = new AesGcmSeedSealer(() -> ring, new SecureRandom());
        List<String> first = own.database()
                .column("select c.id || ' ' || c.user_id from credential c join user_entity u on u.id = c.user_id"
                        + " where u.realm_id = '" + realmId + "' and c.secret_data = '" + Ballast.SEED
                        + "' order by c.id limit " + SEALED);
        SqlBatch.run(
                own.database(), "update credential set secret_data = ? where id = ?", first, (statement, row) -> {
                    String[] ids = row.split(" ", -1);
                    EntityKey owner = new EntityKey(realmId, ServiceId.defaultOf(realmId), ids[1]);
                    FactorId factor = FactorId.ofKey(ids[0]).orElseThrow();
                    statement.setString(
                            1, BulkFactors.secretData(sealer, owner, factor, BenchRealm.SHARED_KEY));
                    statement.setString(2, ids[0]);
                });
    }

    private KeyRing ring() {
        return new KeyFile(own.keys().file()).read();
    }

    @Override
    public String name() {
        return "batches";
    }

    @Override
    public List<String> kinds() {
        return List.of(ADOPT, RESEAL);
    }

    @Override
    public List<Request> requests(String kind) {
        return Collections.nCopies(CALLS, kind.equals(ADOPT) ? adopt() : reseal());
    }

    private Request adopt() {
        String path = "/Services/" + adoptersBackEnd.api().defaultService() + "/KeycloakOtp/Adopt";
        return request(adoptersBackEnd, path, StoredOtp.OWN + FIRST, "\"adopted\":" + USERS);
    }

    private Request reseal() {
        return request(
                realm.backEnd(), "/KeyRing/Reseal", new FactorId(FIRST).publicId(), "\"resealed\":" + USERS);
    }

    /** A call with a position, so that it does not count what is left. */
    private static Request request(ApiClient caller, String path, String after, String expected) {
        return Request.post(
                caller.api().root().getRawPath() + path,
                Introspection.basic(caller.id(), caller.secret()),
                Map.of("PageSize", USERS, "After", after),
                expected);
    }
}
