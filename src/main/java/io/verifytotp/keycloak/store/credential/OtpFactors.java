package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.KeycloakOrigin;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.StepWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;

/** Reads credentials of Keycloak's own OTP as factors. Seeds are sealed as they are read. */
public final class OtpFactors {
    private final KeycloakSession session;
    private final RequestCredentials credentials;
    private final SeedSealer sealer;

    public OtpFactors(KeycloakSession session, SeedSealer sealer) {
        this.session = session;
        this.credentials = new RequestCredentials(session, OTPCredentialModel.TYPE);
        this.sealer = sealer;
    }

    /** Returns those of a user that fit, the preferred one first. */
    public List<Factor> of(EntityKey owner) {
        return credentials.read(owner, all -> all.flatMap(stored ->
                        OtpContents.of(stored).contents().map(contents -> factor(contents, stored, owner)).stream())
                .toList());
    }

    /** Returns whether a user has one that fits. */
    public boolean anyOf(EntityKey owner) {
        return credentials.read(
                owner,
                all -> all.anyMatch(stored -> OtpContents.of(stored).contents().isPresent()));
    }

    /**
     * Makes the factor that a credential with these contents can be. Keycloak accepts as many steps as the realm's policy
     * says, a factor at most {@value StepWindow#MAX_SKEW} on either side.
     */
    Factor factor(OtpContents contents, CredentialModel stored, EntityKey owner) {
        int window = session.realms().getRealm(owner.realm()).getOTPPolicy().getLookAheadWindow();
        Duration memory = memory(contents.parameters().period(), window);
        TotpBinding binding = new TotpBinding(
                owner,
                contents.factor(),
                contents.parameters(),
                Math.min(Math.max(window, 0), StepWindow.MAX_SKEW),
                sealer.seal(owner, contents.factor(), contents.seed()));
        FactorNotes notes = FactorNotes.NONE.named(DeviceLabel.normalise(stored.getUserLabel()));
        Instant created = Instant.ofEpochMilli(stored.getCreatedDate() == null ? 0 : stored.getCreatedDate());
        return new Factor(binding, notes, created, Optional.of(KeycloakOrigin.of(memory)));
    }

    /** Returns how long Keycloak 26.7 remembers a used code, where the realm accepts that many steps on either side. */
    static Duration memory(Duration period, int window) {
        return period.multipliedBy(2L * window + 1);
    }

    /** Returns the key under which {@code OTPCredentialProvider.isValid} of Keycloak 26.7 remembers a used code. */
    public static String mark(FactorId factor, OneTimeCode code) {
        return factor.key() + '.' + code.expose();
    }
}
