package io.verifytotp.keycloak.compat;

import org.keycloak.common.util.Environment;

/**
 * Tells a server from a command of {@code kc.sh} that ends by itself, such as {@code export}. Keycloak 26.4 has the
 * profile of such commands, but not the constant with its name, which the compiler therefore copies into this class.
 * Can go with 26.4.
 */
public final class ServerProfile {
    private ServerProfile() {}

    public static boolean isServing() {
        return !Environment.NON_SERVER_MODE.equals(Environment.getProfile());
    }
}
