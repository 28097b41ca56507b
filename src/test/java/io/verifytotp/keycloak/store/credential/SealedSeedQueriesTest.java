package io.verifytotp.keycloak.store.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.jpa.KeycloakTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which seeds are found to be sealed with other keys. */
class SealedSeedQueriesTest {
    private static KeycloakTables database;

    private final String realm = database.addRealm();

    @BeforeAll
    static void open() {
        database = KeycloakTables.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void areThoseOfEveryOtherKeyWhateverCharactersItsIdHas() {
        for (String key : List.of("k-1", "ka1", "k_12", "K_1", "k_1")) {
            add(key);
        }

        assertThat(count("k_1")).isEqualTo(4);
        assertThat(count("k-1")).isEqualTo(4);
        assertThat(count("k_")).isEqualTo(5);
        assertThat(found("k_1", 10))
                .extracting(stored -> stored.seed().text())
                .containsExactlyInAnyOrder("v1.k-1.x", "v1.ka1.x", "v1.k_12.x", "v1.K_1.x");
    }

    @Test
    void areThoseOfFederatedUsersAsWell() {
        EntityKey federated = new EntityKey(realm, ServiceId.random(), "f:ldap:erin");
        FactorId factor = FactorId.random();
        database.addFederatedCredential(federated, factor, new SealedSeed("v1.k-1.x"));

        assertThat(count("k_1")).isEqualTo(1);
        assertThat(found("k_1", 10)).containsExactly(new StoredSeed(federated, factor, new SealedSeed("v1.k-1.x")));
    }

    /** Its seed never opens, so no key is needed for it; and it must not end the batches before their time. */
    @Test
    void areNoneWhoseIdIsNoUuidAndTheBatchesGoOn() {
        for (String id : List.of(
                "!",
                "mine",
                "ABCDEF01-8B86-D011-B42D-00CF4FC964FF",
                "z".repeat(36),
                "0zzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
                "1zzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
                "2zzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz")) {
            credential(id, data(), KeycloakTables.secret(new SealedSeed("v1.k-1.x")));
        }
        for (int i = 0; i < 5; i++) {
            add("k-1");
        }

        List<StoredSeed> all = new ArrayList<>();
        Optional<FactorId> after = Optional.empty();
        List<StoredSeed> batch;
        do {
            Optional<FactorId> from = after;
            batch = database.call(unit -> new SealedSeedQueries(unit.em()).notSealedWith(realm, "k_1", from, 2));
            all.addAll(batch);
            after = batch.isEmpty()
                    ? after
                    : Optional.of(batch.get(batch.size() - 1).factor());
        } while (batch.size() == 2);

        assertThat(all).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void areCountedWhereTheyAreDamaged() {
        for (String data : new String[] {null, "null", "{\"service\":1}", "{"}) {
            credential(UUID.randomUUID().toString(), data, KeycloakTables.secret(new SealedSeed("v1.k-1.x")));
        }
        credential(UUID.randomUUID().toString(), data(), "null");
        credential(UUID.randomUUID().toString(), data(), null);

        assertThat(count("k_1")).isEqualTo(5);
        assertThat(found("k_1", 10)).hasSize(5).allSatisfy(stored -> assertThat(stored.seed())
                .isEqualTo(new SealedSeed("")));
    }

    private void add(String key) {
        credential(UUID.randomUUID().toString(), data(), KeycloakTables.secret(new SealedSeed("v1." + key + ".x")));
    }

    private void credential(String id, String data, String secret) {
        String user = UUID.randomUUID().toString();
        database.addUser(realm, user, null);
        database.addCredential(id, user, data, secret);
    }

    private String data() {
        return "{\"service\":\"" + ServiceId.defaultOf(realm).value() + "\"}";
    }

    private long count(String key) {
        return database.<Long>call(unit -> new SealedSeedQueries(unit.em()).countNotSealedWith(realm, key));
    }

    private List<StoredSeed> found(String key, int most) {
        return database.call(
                unit -> new SealedSeedQueries(unit.em()).notSealedWith(realm, key, Optional.empty(), most));
    }
}
