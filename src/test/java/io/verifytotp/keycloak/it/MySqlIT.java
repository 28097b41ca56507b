package io.verifytotp.keycloak.it;

import io.verifytotp.keycloak.it.MySqlServer.Product;
import org.junit.jupiter.api.Tag;

/** Keycloak on MySQL. */
@Tag("thorough")
class MySqlIT extends DatabaseRules {
    MySqlIT() {
        super(Product.MYSQL);
    }
}
