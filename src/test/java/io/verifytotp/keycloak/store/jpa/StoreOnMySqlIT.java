package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.it.support.db.MySqlServer.Product;

/** The store on MySQL. */
class StoreOnMySqlIT extends MySqlStoreContract {
    StoreOnMySqlIT() {
        super(Product.MYSQL);
    }
}
