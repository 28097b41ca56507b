package io.verifytotp.keycloak.domain.enrollment;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import java.util.Locale;

/** Result of an attempt to verify a pending factor. */
public enum EnrollmentVerdict {
    /** The factor is verified. */
    VERIFIED,
    /** The code was refused; the attempt result has the reason. The factor stays pending. */
    CODE_REFUSED,
    /** The Entity has other factors, so this one needs a label. The code was not evaluated. */
    LABEL_MISSING,
    /** Another factor of the Entity has that label. */
    LABEL_TAKEN,
    /** The label is longer than {@link DeviceLabel#MAX_LENGTH}. */
    LABEL_TOO_LONG,
    /** The Entity has a factor that the session has not proved. The code was not evaluated. */
    PROOF_NEEDED,
    /** The Entity has as many factors as the Service allows. */
    FACTOR_LIMIT,
    /** There is no such pending factor: it has expired, was verified elsewhere or never existed. */
    GONE;

    /** The name in events and metrics, such as {@code label_taken}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
