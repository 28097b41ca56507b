package io.verifytotp.keycloak.store.plan;

import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.it.support.db.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Plans of PostgreSQL. */
@Tag("thorough")
class PlansOnPostgresIT extends PlanRules {
    PlansOnPostgresIT() {
        super(new PostgresPlanner());
    }

    @Override
    DatabaseServer start() {
        return PostgresServer.startNew("plans");
    }

    @Override
    List<String> analyze() {
        return List.of("vacuum analyze");
    }
}
