package io.verifytotp.keycloak.it;

import java.util.List;
import java.util.stream.Stream;

/** What our tables hold of one realm, read from the database of a running server. */
record OurRows(PostgresServer database, String realmId) {
    static OurRows of(PostgresServer database, TestRealm realm) {
        String id =
                realm.admin().get(realm.path("")).expect(200).body().get("id").asText();
        return new OurRows(database, id);
    }

    /** Each row as its table and its id. */
    List<String> all() {
        return Stream.of("verify_totp_entity", "verify_totp_factor", "verify_totp_challenge")
                .flatMap(table -> ids(table).stream().map(id -> table.replace("verify_totp_", "") + ' ' + id))
                .toList();
    }

    List<String> entities() {
        return ids("verify_totp_entity");
    }

    List<String> factors() {
        return ids("verify_totp_factor");
    }

    List<String> challenges() {
        return ids("verify_totp_challenge");
    }

    /** The clients that challenges name. */
    List<String> clients() {
        return database.column("select distinct client_id from verify_totp_challenge where client_id is not null"
                + " and realm_id = '" + realmId + "'");
    }

    private List<String> ids(String table) {
        return database.column("select id from " + table + " where realm_id = '" + realmId + "' order by id");
    }
}
