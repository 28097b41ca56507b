package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.KeycloakOrigin;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.totp.OneTimeCode;
import io.verifytotp.keycloak.totp.StepWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** Reads credentials of Keycloak's own OTP as factors. Seeds are sealed as they are read. */
public final class OtpFactors {
    private final KeycloakSession session;
    private final SeedSealer sealer;

    public OtpFactors(KeycloakSession session, SeedSealer sealer) {
        this.session = session;
        this.sealer = sealer;
    }

    /** Returns those of a user that fit, the preferred one first. */
    public List<Factor> of(EntityKey owner) {
        return read(() ->
                stored(owner).flatMap(stored -> of(stored, owner).stream()).toList());
    }

    /** Returns whether a user has one that fits. */
    public boolean anyOf(EntityKey owner) {
        return read(() -> stored(owner)
                .anyMatch(stored -> OtpContents.of(stored).contents().isPresent()));
    }

    /**
     * The factor that a credential can be; empty if it does not fit. Keycloak accepts as many steps as the realm's
     * policy says, a factor at most {@value StepWindow#MAX_SKEW} on either side.
     */
    Optional<Factor> of(CredentialModel stored, EntityKey owner) {
        return OtpContents.of(stored).contents().map(contents -> {
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
        });
    }

    /** Returns how long Keycloak 26.7 remembers a used code, where the realm accepts that many steps on either side. */
    static Duration memory(Duration period, int window) {
        return period.multipliedBy(2L * window + 1);
    }

    /** Returns the key under which {@code OTPCredentialProvider.isValid} of Keycloak 26.7 remembers a used code. */
    public static String mark(FactorId factor, OneTimeCode code) {
        return factor.key() + '.' + code.expose();
    }

    private Stream<CredentialModel> stored(EntityKey owner) {
        RealmModel realm = session.realms().getRealm(owner.realm());
        UserModel user = realm == null ? null : session.users().getUserById(realm, owner.identity());
        return user == null
                ? Stream.empty()
                : user.credentialManager().getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE);
    }

    private static <T> T read(Supplier<T> work) {
        try {
            return work.get();
        } catch (SeedUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // The user's storage failed, whatever its kind.
            throw new StoreUnavailableException(e);
        }
    }
}
