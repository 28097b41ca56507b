package io.verifytotp.keycloak.login.code;

/** Names of the fields in the forms of our pages. */
public final class FormFields {
    public static final String CODE = "code";
    public static final String FACTOR = "factor";
    public static final String LABEL = "label";
    public static final String LOG_OUT_OTHERS = "logout-sessions";

    /** The button that postpones enrollment. */
    public static final String LATER = "skip";

    /** The button that cancels an action, as Keycloak's own pages name it. */
    public static final String CANCEL = "cancel-aia";

    private FormFields() {}
}
