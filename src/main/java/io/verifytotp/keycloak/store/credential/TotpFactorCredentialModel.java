package io.verifytotp.keycloak.store.credential;

import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.KeycloakOrigin;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.credential.CredentialContents.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;

/**
 * A verified factor as a Keycloak credential. Its id is the factor's UUID, its secret data the sealed seed. Its
 * credential data is what consoles may show: algorithm, digits, period, skew and Service.
 */
public final class TotpFactorCredentialModel extends CredentialModel {
    public static final String TYPE = Identifiers.CREDENTIAL_TYPE;

    private static final long serialVersionUID = 1L;

    private TotpFactorCredentialModel() {}

    /** Creates the credential of a pending factor that was verified now. */
    public static TotpFactorCredentialModel of(PendingFactor factor, FactorNotes notes, Instant now) {
        TotpBinding binding = factor.binding();
        TotpFactorCredentialModel model = new TotpFactorCredentialModel();
        model.setId(factor.id().key());
        model.setType(TYPE);
        model.setUserLabel(label(notes));
        model.setCreatedDate(now.toEpochMilli());
        model.setCredentialData(CredentialJson.data(
                binding.owner().service(), binding.parameters(), binding.skew(), notes, Optional.empty()));
        model.setSecretData(CredentialJson.secret(binding.seed()));
        return model;
    }

    /** Makes a factor's credential of one of Keycloak's own OTP. Id, label and date stay. */
    static TotpFactorCredentialModel adopted(CredentialModel stored, Factor factor, Instant now) {
        TotpBinding binding = factor.binding();
        TotpFactorCredentialModel model = of(stored);
        Optional<KeycloakOrigin> origin = factor.origin().map(from -> from.adopted(now));
        model.setCredentialData(CredentialJson.data(
                binding.owner().service(), binding.parameters(), binding.skew(), FactorNotes.NONE, origin));
        model.setSecretData(CredentialJson.secret(binding.seed()));
        return model;
    }

    static TotpFactorCredentialModel of(CredentialModel stored) {
        TotpFactorCredentialModel model = new TotpFactorCredentialModel();
        model.setId(stored.getId());
        model.setType(TYPE);
        model.setUserLabel(stored.getUserLabel());
        model.setCreatedDate(stored.getCreatedDate());
        model.setCredentialData(stored.getCredentialData());
        model.setSecretData(stored.getSecretData());
        return model;
    }

    /** Reads the owner's factor; empty if it belongs to another Service or can't be read. */
    Optional<Factor> toFactor(EntityKey owner) {
        CredentialContents contents = contents();
        if (!contents.isComplete() || !isOf(owner.service())) {
            return Optional.empty();
        }
        Settings settings = contents.settings().orElseThrow();
        TotpBinding binding = new TotpBinding(
                owner,
                contents.factor().orElseThrow(),
                settings.parameters(),
                settings.skew(),
                contents.seed().orElseThrow());
        FactorNotes notes = new FactorNotes(DeviceLabel.normalise(getUserLabel()), settings.metadata());
        return Optional.of(new Factor(binding, notes, Instant.ofEpochMilli(created()), contents.origin()));
    }

    /** Returns 0 if there is no date: Keycloak accepts such credentials. */
    private long created() {
        return getCreatedDate() == null ? 0 : getCreatedDate();
    }

    /** Reads the sealed seed and the Entity that it belongs to; empty if one of them can't be read. */
    Optional<StoredSeed> storedSeed(String realm, String user) {
        CredentialContents contents = contents();
        return contents.factor().flatMap(factor -> contents.service().flatMap(service -> contents.seed()
                .map(seed -> new StoredSeed(new EntityKey(realm, service, user), factor, seed))));
    }

    CredentialContents contents() {
        return CredentialContents.of(this);
    }

    /** Whether the factor can be read. A factor that can't be read approves no code. */
    boolean isReadable() {
        return contents().isComplete();
    }

    Duration period() {
        return contents().settings().orElseThrow().parameters().period();
    }

    TotpFactorCredentialModel sealedAs(SealedSeed seed) {
        TotpFactorCredentialModel model = of(this);
        model.setSecretData(CredentialJson.secret(seed));
        return model;
    }

    /** Copies a readable credential with other parameters and notes. Seed and Service stay. */
    TotpFactorCredentialModel changed(FactorChange change, FactorNotes notes) {
        ServiceId service = contents().service().orElseThrow();
        TotpFactorCredentialModel model = of(this);
        model.setUserLabel(label(notes));
        model.setCredentialData(CredentialJson.data(
                service, change.parameters(), change.skew(), notes, contents().origin()));
        return model;
    }

    private static @Nullable String label(FactorNotes notes) {
        return notes.name().isEmpty() ? null : notes.name();
    }

    /**
     * Whether the factor belongs to this Service. A credential without a readable Service belongs to every Service: it
     * approves no code, and is removed when its owner's next factor is verified.
     */
    boolean isOf(ServiceId service) {
        return contents().service().map(service::equals).orElse(true);
    }
}
