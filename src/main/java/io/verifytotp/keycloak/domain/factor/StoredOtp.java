package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;

/**
 * A credential that could be adopted, or a factor that could be given back.
 *
 * @param position place in the order of batches
 * @param id the credential's id, in whatever form it was stored
 * @param user id of its user
 */
@PublicApi
public record StoredOtp(String position, String id, String user) {
    /** Begin of positions among Keycloak's own users. */
    public static final String OWN = "own:";

    /** Begin of positions among federated users. */
    public static final String FEDERATED = "federated:";

    /** Returns whether a text can be a position. */
    public static boolean isPosition(String text) {
        return text.startsWith(OWN) || text.startsWith(FEDERATED);
    }
}
