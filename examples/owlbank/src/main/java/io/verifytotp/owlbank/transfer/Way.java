package io.verifytotp.owlbank.transfer;

/** How a transfer is confirmed. */
public enum Way {
    /** Not at all: the amount is within the limit. */
    NONE,
    /** The bank asks for a code and verifies it over the API. */
    CODE,
    /** Keycloak's page shows the details and asks for a code. */
    PAGE,
    /** A new login with a code, demanded by the bank's API as RFC 9470 says. */
    STEP_UP;

    /**
     * Who has to have shown the details, as receipts say it. On Keycloak's page the bank can't have shown something else;
     * a code that came over the API is no such proof.
     */
    public String shownBy() {
        return this == PAGE ? "keycloak" : "application";
    }
}
