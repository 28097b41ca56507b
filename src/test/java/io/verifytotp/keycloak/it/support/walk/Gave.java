package io.verifytotp.keycloak.it.support.walk;

/** Something besides the first factor that a person gave on the way in. */
public enum Gave {
    /** A code of the app that our factor is in. */
    CODE(""),
    /** Set up a factor of ours, which the login led to. */
    SET_UP(""),
    /** Set up a second factor of another kind. */
    OTHER_SET_UP(""),
    RECOVERY_CODE("recovery-code"),
    KEYCLOAK_OTP("keycloak-otp"),
    SECURITY_KEY("security-key"),
    PASSKEY("passkey");

    private final String exempt;

    Gave(String exempt) {
        this.exempt = exempt;
    }

    /** Whether the report has a word for it, in {@code exempt}. */
    public boolean standsInForACode() {
        return !exempt.isEmpty();
    }

    /** The word of the report. */
    public String word() {
        return exempt;
    }
}
