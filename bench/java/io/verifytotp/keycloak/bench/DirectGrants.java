package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The password grant with a right code. */
final class DirectGrants implements Scenario {
    private static final int BATCH = 1000;

    private final BenchRealm realm;
    private final Map<Login, Groups> groups = new EnumMap<>(Login.class);

    DirectGrants(BenchRealm realm) {
        this.realm = realm;
        realm.accounts().forEach((login, accounts) -> groups.put(login, new Groups(accounts, BATCH)));
    }

    @Override
    public String name() {
        return "(a) direct grant";
    }

    @Override
    public List<String> kinds() {
        return Login.titles();
    }

    @Override
    public List<Request> requests(String kind) {
        Login login = Login.titled(kind);
        return groups.get(login).nextGroup().stream()
                .map(account -> request(realm.realm(), login.clientId(), account, Instant.now()))
                .toList();
    }

    static Request request(TestRealm realm, String clientId, Account account, Instant now) {
        String code = account.code(now);
        Map<String, String> form = Map.of(
                "grant_type", "password",
                "client_id", clientId,
                "username", account.user().username(),
                "password", account.user().password(),
                "otp", code,
                "totp", code);
        String path = realm.uri("/protocol/openid-connect/token").getRawPath();
        return Request.post(path, "", form, "\"access_token\"");
    }
}
