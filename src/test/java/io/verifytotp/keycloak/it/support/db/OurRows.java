package io.verifytotp.keycloak.it.support.db;

import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.List;
import java.util.stream.Stream;

/** What our tables hold of one realm, read from the database of a running server. */
public record OurRows(DatabaseServer database, String realmId) {
    public static OurRows of(DatabaseServer database, TestRealm realm) {
        String id =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        return new OurRows(database, id);
    }

    /** Each row as its table and its id. */
    public List<String> all() {
        return Stream.of("ENTITY", "FACTOR", "CHALLENGE")
                .flatMap(table -> ids(table).stream().map(id -> table + ' ' + id))
                .toList();
    }

    public List<String> entities() {
        return ids("ENTITY");
    }

    public List<String> factors() {
        return ids("FACTOR");
    }

    public List<String> challenges() {
        return ids("CHALLENGE");
    }

    /** The clients that challenges name. */
    public List<String> clients() {
        return database.column("select distinct client_id from VERIFY_TOTP_CHALLENGE where client_id is not null"
                + " and realm_id = '" + realmId + "'");
    }

    private List<String> ids(String table) {
        return database.column(
                "select id from VERIFY_TOTP_" + table + " where realm_id = '" + realmId + "' order by id");
    }
}
