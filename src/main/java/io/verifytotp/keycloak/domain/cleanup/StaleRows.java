package io.verifytotp.keycloak.domain.cleanup;

import java.time.Instant;
import java.util.Locale;

/**
 * Rows that nobody needs any more. Each call removes one small batch in a transaction of its own, so that no login
 * waits for it.
 */
public interface StaleRows {
    /** What may be left over. */
    enum Kind {
        /** Challenges past their retention. */
        CHALLENGES,
        /** Pending factors whose time is over. */
        PENDING_FACTORS,
        /** Rows of users who are gone. */
        ENTITIES,
        /** Hot state of factors whose credential is gone. */
        FACTORS,
        /** Names of clients that are gone, in challenges. */
        CLIENTS;

        /** The name in metrics, such as {@code pending_factors}. */
        public String metricName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Removes a batch of challenges of a realm.
     *
     * @param before those opened earlier go
     * @return how many were removed; 0 when there are none left
     */
    int removeChallenges(String realm, Instant before);

    /** Removes a batch of pending factors that expired before {@code before}. */
    int removePendingFactors(Instant before);

    /** Removes a batch of Entities whose user or realm is gone, with their factors and challenges. */
    int removeEntities();

    /**
     * Removes a batch of hot states whose credential is gone, of factors last changed before {@code before}. Those of
     * users whose credentials may be kept outside of Keycloak stay.
     */
    int removeFactors(Instant before);

    /** Takes the names of clients that are gone out of a batch of challenges; the challenges stay. */
    int forgetClients();
}
