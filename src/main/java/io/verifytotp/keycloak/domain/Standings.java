package io.verifytotp.keycloak.domain;

import java.util.Map;

/** Where the factors of Entities stand, for reading. The {@link FactorLedger} writes it. */
public interface Standings {
    /** By factor; factors without any record are missing. */
    Map<FactorId, Standing> of(EntityKey owner);
}
