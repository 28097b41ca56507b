package io.verifytotp.keycloak.compat;

import jakarta.ws.rs.core.Response;
import org.keycloak.common.Version;
import org.keycloak.migration.ModelVersion;

/**
 * HTTP status with which a direct grant refuses a wrong password, so that our refusals look the same: 401 up to
 * Keycloak 26.5, 400 since 26.6. Can go with 26.5.
 */
public final class DirectGrantStatus {
    public static final Response.Status WRONG_PASSWORD =
            new ModelVersion(Version.VERSION).lessThan(new ModelVersion("26.6.0"))
                    ? Response.Status.UNAUTHORIZED
                    : Response.Status.BAD_REQUEST;

    private DirectGrantStatus() {}
}
