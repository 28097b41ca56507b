package io.verifytotp.keycloak.it.drill;

import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;
import org.junit.jupiter.api.Tag;

/** Keycloak on MySQL. */
@Tag("thorough")
class MySqlIT extends DatabaseRules {
    MySqlIT() {
        super(Product.MYSQL);
    }
}
