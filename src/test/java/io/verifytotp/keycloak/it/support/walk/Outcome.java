package io.verifytotp.keycloak.it.support.walk;

/** Result of one walk, in one word. */
public enum Outcome {
    IN_WITHOUT_CODE,
    ASKED_FOR_CODE,
    SET_UP,
    ASKED_FOR_OTHER,
    REFUSED
}
