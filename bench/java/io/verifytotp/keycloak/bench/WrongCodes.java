package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import java.time.Instant;
import java.util.List;

/** {@code POST Challenges} with a wrong code, and with one of a wrong length, which needs no evaluation. */
final class WrongCodes implements Scenario {
    private static final String WRONG = "wrong code";
    private static final String WRONG_LENGTH = "code of a wrong length";
    private static final int BATCH = 500;

    private final Challenges challenges;
    private final List<Account> accounts;
    private int next;

    /** Takes other accounts for each batch: five wrong codes lock a factor. */
    WrongCodes(BenchRealm realm, Challenges challenges) {
        this.challenges = challenges;
        accounts = realm.accounts().get(Login.OURS);
    }

    @Override
    public String name() {
        return "(d) wrong codes";
    }

    @Override
    public List<String> kinds() {
        return List.of(WRONG, WRONG_LENGTH);
    }

    @Override
    public List<Request> requests(String kind) {
        if (kind.equals(WRONG_LENGTH)) {
            return accounts.subList(0, BATCH).stream()
                    .map(account -> challenges.challenge(account, "12345", "\"pending\""))
                    .toList();
        }
        int first = next;
        next = (next + BATCH) % (accounts.size() - BATCH + 1);
        return accounts.subList(first, first + BATCH).stream()
                .map(account -> challenges.challenge(account, account.wrongCode(Instant.now()), "\"pending\""))
                .toList();
    }
}
