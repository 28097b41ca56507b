package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;

/** A way that credentials can take between Keycloak's own OTP and factors. */
@PublicApi
public enum OtpDirection {
    /** Keycloak's own OTP becomes a factor. */
    ADOPT,
    /** A factor becomes Keycloak's own OTP, which keeps its seed in clear. */
    RESTORE
}
