package io.verifytotp.keycloak;

final class Placeholder {
    private Placeholder() {}
}
