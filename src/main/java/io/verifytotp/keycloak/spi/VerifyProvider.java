package io.verifytotp.keycloak.spi;

import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.SeedResealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Services;
import java.time.Clock;
import org.keycloak.provider.Provider;

/** Verification for one Keycloak session. Login pages and API ask here; nothing else verifies. */
public interface VerifyProvider extends Provider {
    VerifyEngine engine();

    /** What is registered, for those who may read or manage it. */
    FactorAdministration administration();

    /** Sealing seeds anew after a change of the key ring. */
    SeedResealer resealer();

    Services services();

    /** Names as users see them. */
    DisplayNames names();

    /** The server's time, by which locks end. */
    Clock clock();
}
