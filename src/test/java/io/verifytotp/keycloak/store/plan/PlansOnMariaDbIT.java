package io.verifytotp.keycloak.store.plan;

import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import io.verifytotp.keycloak.it.support.db.MySqlServer;
import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Plans of MariaDB. */
@Tag("thorough")
class PlansOnMariaDbIT extends PlanRules {
    PlansOnMariaDbIT() {
        super(new MariaDbPlanner());
    }

    @Override
    DatabaseServer start() {
        return MySqlServer.startNew(Product.MARIADB, "plans");
    }

    @Override
    List<String> analyze() {
        return List.of("analyze table VERIFY_TOTP_ENTITY, VERIFY_TOTP_FACTOR, VERIFY_TOTP_CHALLENGE");
    }

    /**
     * MariaDB reads the right index backwards, but begins at its newest row instead of the position: the later the page,
     * the more it reads.
     */
    @Override
    double most(boolean newestFirst, int most) {
        return newestFirst ? PlanRows.ROWS : most;
    }
}
