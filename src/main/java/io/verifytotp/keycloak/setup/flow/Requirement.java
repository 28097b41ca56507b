package io.verifytotp.keycloak.setup.flow;

/** Keycloak's requirements of a step. */
public enum Requirement {
    REQUIRED,
    ALTERNATIVE,
    CONDITIONAL,
    DISABLED
}
