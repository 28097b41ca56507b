package io.verifytotp.keycloak.setup.flow;

/** Thrown where Keycloak throws its exception of a flow, which ends an alternative or the login. */
final class FlowRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlowRefused() {
        super(null, null, false, false);
    }
}
