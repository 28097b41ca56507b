package io.verifytotp.keycloak.store.plan;

import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.store.Fake;
import io.verifytotp.keycloak.store.jpa.DatabaseTransactions;
import io.verifytotp.keycloak.store.jpa.FakeKeycloak;
import io.verifytotp.keycloak.store.jpa.FakeUsers;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Transactions whose statements' plans are asked for. */
final class PlannedTransactions extends DatabaseTransactions {
    private final DatabaseServer server;

    PlannedTransactions(DatabaseServer server, Plans plans) {
        super(
                new Login(server.jdbcUrl(), server.user(), server.password()),
                List.of(),
                Map.of("hibernate.connection.datasource", watched(server, plans)));
        this.server = server;
    }

    /** As those in Keycloak: with what limits waiting. */
    OwnTransaction own() {
        return new FakeKeycloak(this, new FakeUsers()).transactions();
    }

    private static DataSource watched(DatabaseServer server, Plans plans) {
        return Fake.of(DataSource.class)
                .on("getConnection", arguments -> {
                    try {
                        return plans.watched(server.connect());
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
    }

    @Override
    public void close() {
        super.close();
        server.close();
    }
}
