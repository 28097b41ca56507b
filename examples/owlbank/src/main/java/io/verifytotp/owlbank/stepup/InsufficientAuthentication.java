package io.verifytotp.owlbank.stepup;

/** Thrown if the token's login is not good enough for the request: RFC 9470, insufficient_user_authentication. */
class InsufficientAuthentication extends Exception {
    private static final int NOW = 0;

    /** The challenge for the client: a code, and now. */
    String challenge() {
        return "Bearer error=\"insufficient_user_authentication\","
                + " error_description=\"A login with a code after the order is required\","
                + " acr_values=\"" + CodeLogin.LEVEL + "\", max_age=\"" + NOW + "\"";
    }
}
