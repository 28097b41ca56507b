package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verifytotp.keycloak.domain.factor.DeviceLabel;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorChange;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.store.credential.CredentialContents.Settings;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A verified factor as a Keycloak credential. Its id is the factor's UUID; the sealed seed is its secret data; what
 * consoles may show (algorithm, digits, period, skew, the Service) is its credential data.
 */
public final class TotpFactorCredentialModel extends CredentialModel {
    public static final String TYPE = Identifiers.CREDENTIAL_TYPE;

    private static final long serialVersionUID = 1L;

    /** The part that administrators may see. */
    record Data(
            @JsonProperty("service") String service,
            @JsonProperty("algorithm") String algorithm,
            @JsonProperty("digits") int digits,
            @JsonProperty("period") int period,
            @JsonProperty("skew") int skew,
            @JsonProperty("metadata") String metadata) {
        Data {
            Objects.requireNonNull(service, "service");
            Objects.requireNonNull(algorithm, "algorithm");
        }

        static Data of(ServiceId service, TotpParameters parameters, int skew, FactorNotes notes) {
            return new Data(
                    service.key(),
                    parameters.algorithm().configName(),
                    parameters.digits(),
                    Math.toIntExact(parameters.period().toSeconds()),
                    skew,
                    notes.metadata().orElse(null));
        }
    }

    /** The part that Keycloak shows to nobody. */
    record Secret(@JsonProperty("seed") String seed) {
        Secret {
            Objects.requireNonNull(seed, "seed");
        }

        @Override
        public String toString() {
            return "Secret[…]";
        }
    }

    private TotpFactorCredentialModel() {}

    /** The credential that a pending factor becomes. */
    public static TotpFactorCredentialModel of(PendingFactor factor, FactorNotes notes, Instant now) {
        TotpBinding binding = factor.binding();
        TotpFactorCredentialModel model = new TotpFactorCredentialModel();
        model.setId(factor.id().key());
        model.setType(TYPE);
        model.setUserLabel(notes.name().isEmpty() ? null : notes.name());
        model.setCreatedDate(now.toEpochMilli());
        model.setCredentialData(json(Data.of(binding.owner().service(), binding.parameters(), binding.skew(), notes)));
        model.setSecretData(json(new Secret(binding.seed().text())));
        return model;
    }

    /** A stored credential of this type. */
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

    /** The factor of this owner in the credential; empty if it belongs to another Service or can't be read. */
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
        return Optional.of(new Factor(binding, notes, Instant.ofEpochMilli(created())));
    }

    /** Keycloak takes credentials without a date. */
    private long created() {
        return getCreatedDate() == null ? 0 : getCreatedDate();
    }

    /** Its sealed seed, with the user that it belongs to; empty if one of them can't be read. */
    Optional<StoredSeed> storedSeed(String realm, String user) {
        CredentialContents contents = contents();
        if (contents.factor().isEmpty()
                || contents.service().isEmpty()
                || contents.seed().isEmpty()) {
            return Optional.empty();
        }
        EntityKey owner = new EntityKey(realm, contents.service().get(), user);
        return Optional.of(
                new StoredSeed(owner, contents.factor().get(), contents.seed().get()));
    }

    /** What it holds, as far as that can be read. */
    CredentialContents contents() {
        return CredentialContents.of(this);
    }

    /** Whether it holds a factor. One that does not verifies nothing. */
    boolean isReadable() {
        return contents().isComplete();
    }

    /** The credential with another sealed seed. */
    TotpFactorCredentialModel sealedAs(SealedSeed seed) {
        TotpFactorCredentialModel model = of(this);
        model.setSecretData(json(new Secret(seed.text())));
        return model;
    }

    /** The readable credential with these parameters and notes; seed and Service stay. */
    TotpFactorCredentialModel changed(FactorChange change, FactorNotes notes) {
        ServiceId service = contents().service().orElseThrow();
        TotpFactorCredentialModel model = of(this);
        model.setUserLabel(notes.name().isEmpty() ? null : notes.name());
        model.setCredentialData(json(Data.of(service, change.parameters(), change.skew(), notes)));
        return model;
    }

    /**
     * Whether the factor is one of that Service. A credential that does not say so counts as one of every Service: it
     * verifies nothing, and goes when its owner's next factor is verified.
     */
    boolean isOf(ServiceId service) {
        return contents().service().map(service::equals).orElse(true);
    }

    private static String json(Object part) {
        try {
            return JsonSerialization.writeValueAsString(part);
        } catch (IOException e) {
            throw new IllegalStateException("a record of texts and numbers could not be written as JSON", e);
        }
    }
}
