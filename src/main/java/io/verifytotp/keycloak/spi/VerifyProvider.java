package io.verifytotp.keycloak.spi;

import io.verifytotp.keycloak.PublicApi;
import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.FactorImporter;
import io.verifytotp.keycloak.domain.OtpTransfer;
import io.verifytotp.keycloak.domain.SeedResealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Services;
import java.time.Clock;
import org.keycloak.provider.Provider;

/** Entry point to verification in a Keycloak session, for login pages and the API. */
@PublicApi
public interface VerifyProvider extends Provider {
    VerifyEngine engine();

    /** Returns the administration of Entities, factors and challenges. It checks no permissions. */
    FactorAdministration administration();

    /** Returns the resealing of seeds after a change of the key ring. */
    SeedResealer resealer();

    /** Returns the passing of credentials between Keycloak's own OTP and factors. */
    OtpTransfer otpTransfer();

    /** Returns the import of factors whose seeds apps have already. It checks no permissions. */
    FactorImporter importer();

    Services services();

    /** Returns the names that users see. */
    DisplayNames names();

    /** Returns the server's clock, which locks and codes depend on. */
    Clock clock();
}
