package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import io.verifytotp.keycloak.it.support.Parallel;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Password and code posted to the login pages. The first page has been opened before: it knows no user yet. */
final class BrowserLogins implements Scenario {
    private static final int BATCH = 500;
    private static final int STARTING_THREADS = 4;

    private final BenchRealm realm;
    private final Map<Login, Groups> groups = new EnumMap<>(Login.class);

    BrowserLogins(BenchRealm realm) {
        this.realm = realm;
        realm.accounts().forEach((login, accounts) -> groups.put(login, new Groups(accounts, BATCH)));
    }

    @Override
    public String name() {
        return "(b) browser login";
    }

    @Override
    public List<String> kinds() {
        return Login.titles();
    }

    @Override
    public List<Request> requests(String kind) {
        Login login = Login.titled(kind);
        List<StartedLogin> started = started(login);
        List<Account> accounts = groups.get(login).nextGroup();
        return IntStream.range(0, BATCH)
                .mapToObj(i -> request(started.get(i), accounts.get(i), Instant.now()))
                .toList();
    }

    private List<StartedLogin> started(Login login) {
        try {
            return Parallel.run(
                    STARTING_THREADS,
                    Collections.nCopies(
                            BATCH, () -> StartedLogin.of(realm.realm(), login.clientId(), Map.of())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request request(StartedLogin login, Account account, Instant now) {
        String code = account.code(now);
        Map<String, String> password = Map.of(
                "username", account.user().username(),
                "password", account.user().password());
        return Request.post(login.path(), login.cookieHeader(), password, "code=")
                .then(Map.of("code", code, "otp", code));
    }
}
