package io.verifytotp.keycloak.it.drill;

import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import org.junit.jupiter.api.Tag;

/** Keycloak on MariaDB. */
@Tag("thorough")
class MariaDbIT extends DatabaseRules {
    MariaDbIT() {
        super(Product.MARIADB);
    }
}
