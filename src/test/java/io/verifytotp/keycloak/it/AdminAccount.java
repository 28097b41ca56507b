package io.verifytotp.keycloak.it;

import java.util.UUID;

/** The bootstrap administrator of one server, in the master realm. */
record AdminAccount(String username, String password) {
    static AdminAccount random() {
        return new AdminAccount("admin", UUID.randomUUID().toString());
    }
}
