package io.verifytotp.keycloak.it;

import io.verifytotp.keycloak.it.MySqlServer.Product;
import org.junit.jupiter.api.Tag;

/** Keycloak on MariaDB. */
@Tag("thorough")
class MariaDbIT extends DatabaseRules {
    MariaDbIT() {
        super(Product.MARIADB);
    }
}
