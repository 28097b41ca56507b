package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.db.BulkFactors;
import io.verifytotp.keycloak.it.support.db.BulkFactors.Bulk;
import io.verifytotp.keycloak.it.support.db.OurRows;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.OwnKeycloak;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls at the same moment on factors that are credentials alone, without rows of ours, as after the import of a realm. */
@Tag("thorough")
class MissingRowsDrillIT {
    private static final int FACTORS = 50;
    private static final int AT_ONCE = 4;

    @AutoClose
    private static final OwnKeycloak<PostgresServer> OWN = OwnKeycloak.onPostgres("missing-rows");

    private VerifyApi api;
    private BulkFactors bulk;
    private List<Bulk> factors;

    @BeforeEach
    void insertCredentialsAlone() {
        TestRealm realm = RealmBuilder.aRealm().createOn(OWN.server());
        api = realm.api(ApiRole.MANAGE);
        OurRows rows = OurRows.of(OWN.database(), realm);
        bulk = new BulkFactors(OWN.database(), rows, api, OWN.keys());
        factors = bulk.insertFactors(bulk.insertUsers(FACTORS));
        for (String table : List.of("factor", "entity")) {
            OWN.database().execute("delete from verify_totp_" + table + " where realm_id = '" + rows.realmId() + "'");
        }
        assertThat(rows.all()).isEmpty();
    }

    @Test
    void eachSeedIsResealedByOneAndFailsForNobody() throws Exception {
        OWN.keys().command("add");
        OWN.keys().awaitIn(OWN.server(), bulk.ring().ids().toArray(String[]::new));
        String newest = bulk.ring().ids().get(0);

        Callable<String> reseal = () -> api.post("/KeyRing/Reseal", Form.of("PageSize", String.valueOf(FACTORS)))
                .expect(200)
                .field("failed");

        assertThat(Parallel.run(AT_ONCE, Collections.nCopies(AT_ONCE, reseal))).containsOnly("0");
        assertThat(bulk.sealedSeeds().values())
                .hasSize(FACTORS)
                .allMatch(seed -> seed.startsWith("v1." + newest + '.'));
        assertThat(OWN.server().log()).doesNotContain("The store failed");
    }

    @Test
    void changesWaitForEachOther() throws Exception {
        for (Bulk each : factors.subList(0, 10)) {
            List<Callable<Integer>> renamings = IntStream.range(0, AT_ONCE)
                    .<Callable<Integer>>mapToObj(i -> () ->
                            each.factor().update("FriendlyName", "phone " + i).status())
                    .toList();

            assertThat(Parallel.run(AT_ONCE, renamings)).containsOnly(200);
        }
        assertThat(OWN.server().log()).doesNotContain("The store failed");
    }

    @Test
    void aRemovalAndAChangeWaitForEachOther() throws Exception {
        for (Bulk each : factors.subList(0, 10)) {
            Callable<Integer> change =
                    () -> each.factor().update("FriendlyName", "phone").status();
            Callable<Integer> removal = () -> api.delete(each.factor().path()).status();

            List<Integer> statuses = Parallel.run(2, List.of(change, removal));

            assertThat(statuses.get(0)).isIn(200, 404);
            assertThat(statuses.get(1)).isEqualTo(204);
            each.factor().fetch().expect(404);
        }
        assertThat(OWN.server().log()).doesNotContain("The store failed");
    }
}
