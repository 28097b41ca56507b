package io.verifytotp.keycloak.store.jpa;

import java.util.UUID;

/** Transactions on an H2 in memory. */
final class H2Transactions extends DatabaseTransactions {
    private H2Transactions(Login login) {
        super(login);
    }

    static H2Transactions open() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000;NON_KEYWORDS=VALUE";
        return new H2Transactions(new Login(url, "", ""));
    }
}
