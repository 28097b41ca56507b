package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials of all users of a realm, on their way between Keycloak's own OTP and factors. All methods throw
 * {@link StoreUnavailableException} if a store does not respond or commit.
 */
public interface OtpTransfers {
    /** Returns at most {@code most} credentials that could take that way, after a position of an earlier answer. */
    List<StoredOtp> batch(OtpDirection direction, String realm, ServiceId service, Optional<String> after, int most);

    /** Counts the credentials that could take that way, those that stay where they are included. */
    long count(OtpDirection direction, String realm, ServiceId service);

    /**
     * Moves all of a user's credentials that fit, and has committed when it returns.
     *
     * @param dryRun true to change nothing
     * @return for each of the user's credentials, by its id, what keeps it, empty for one that was moved; nothing at all
     *     if there is no such user
     */
    Optional<Map<String, Optional<OtpObstacle>>> move(
            OtpDirection direction, EntityKey owner, Instant now, boolean dryRun);
}
