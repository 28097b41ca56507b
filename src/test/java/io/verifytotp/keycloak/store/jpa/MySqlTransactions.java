package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.it.support.db.MySqlServer;
import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;

/** Transactions on a MariaDB or MySQL of their own, as strict as these are by default: repeatable reads. */
final class MySqlTransactions extends DatabaseTransactions {
    private final MySqlServer server;

    private MySqlTransactions(MySqlServer server) {
        super(new Login(server.jdbcUrl(), MySqlServer.USER, MySqlServer.PASSWORD));
        this.server = server;
    }

    /** Skips the test where there is no such server. */
    static MySqlTransactions open(Product product, String name) {
        return new MySqlTransactions(MySqlServer.startNew(product, name));
    }

    @Override
    public void close() {
        super.close();
        server.close();
    }
}
