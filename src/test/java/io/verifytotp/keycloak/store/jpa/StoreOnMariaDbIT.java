package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;

/** The store on MariaDB. */
class StoreOnMariaDbIT extends MySqlStoreContract {
    StoreOnMariaDbIT() {
        super(Product.MARIADB);
    }
}
