package io.verifytotp.keycloak.it.support.server;

import java.util.UUID;

/** The bootstrap administrator of one server, in the master realm. */
public record AdminAccount(String username, String password) {
    public static AdminAccount random() {
        return new AdminAccount("admin", UUID.randomUUID().toString());
    }
}
