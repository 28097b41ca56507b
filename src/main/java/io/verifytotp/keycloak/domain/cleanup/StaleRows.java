package io.verifytotp.keycloak.domain.cleanup;

import java.time.Instant;
import java.util.Locale;

/** Rows that are no longer needed. Each call removes one small batch in its own transaction, so that no login waits. */
public interface StaleRows {
    enum Kind {
        /** Challenges past their retention. */
        CHALLENGES,
        /** Expired pending factors. */
        PENDING_FACTORS,
        /** Rows of removed users. */
        ENTITIES,
        /** State of factors whose credential was removed. */
        FACTORS,
        /** Names of removed clients, in challenges. */
        CLIENTS;

        /** The name in metrics, such as {@code pending_factors}. */
        public String metricName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Removes a batch of a realm's challenges that were opened before the end of the retention; 0 if none is left. */
    int removeChallenges(String realm, Instant before);

    /** Removes a batch of pending factors that expired before {@code before}. */
    int removePendingFactors(Instant before);

    /** Removes a batch of Entities of removed users and realms, with their factors and challenges. */
    int removeEntities();

    /**
     * Removes a batch of rows of verified factors whose credential is gone, last changed before {@code before}. Rows of
     * users whose credentials may be stored outside Keycloak are spared.
     */
    int removeFactors(Instant before);

    /** Clears the names of removed clients in a batch of challenges. The challenges are kept. */
    int forgetClients();
}
