package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.FactorImporter;
import io.verifytotp.keycloak.domain.OtpTransfer;
import io.verifytotp.keycloak.domain.SeedResealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.service.DisplayNames;
import io.verifytotp.keycloak.domain.service.Services;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.time.Clock;

/** The engine and the Services of one session. A record, because the interface is nothing but its accessors. */
record DefaultVerifyProvider(
        VerifyEngine engine,
        FactorAdministration administration,
        SeedResealer resealer,
        OtpTransfer otpTransfer,
        FactorImporter importer,
        Services services,
        DisplayNames names,
        Clock clock)
        implements VerifyProvider {
    @Override
    public void close() {}
}
