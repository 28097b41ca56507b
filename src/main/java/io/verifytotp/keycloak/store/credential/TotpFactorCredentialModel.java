package io.verifytotp.keycloak.store.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verifytotp.keycloak.domain.Binding;
import io.verifytotp.keycloak.domain.DeviceLabel;
import io.verifytotp.keycloak.domain.EntityKey;
import io.verifytotp.keycloak.domain.Factor;
import io.verifytotp.keycloak.domain.FactorChange;
import io.verifytotp.keycloak.domain.FactorId;
import io.verifytotp.keycloak.domain.FactorNotes;
import io.verifytotp.keycloak.domain.Identifiers;
import io.verifytotp.keycloak.domain.PendingFactor;
import io.verifytotp.keycloak.domain.SealedSeed;
import io.verifytotp.keycloak.domain.SealedSeeds.StoredSeed;
import io.verifytotp.keycloak.domain.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
                    service.value().toString(),
                    parameters.algorithm().configName(),
                    parameters.digits(),
                    Math.toIntExact(parameters.period().toSeconds()),
                    skew,
                    notes.metadata().orElse(null));
        }

        boolean isOf(ServiceId id) {
            return service.equals(id.value().toString());
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
        Binding binding = factor.binding();
        TotpFactorCredentialModel model = new TotpFactorCredentialModel();
        model.setId(factor.id().value().toString());
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

    /**
     * The factor of this owner in the credential; empty if it belongs to another Service.
     *
     * @throws IllegalStateException if the credential does not hold what this class writes
     */
    Optional<Factor> toFactor(EntityKey owner) {
        Data data = parse(getCredentialData(), Data.class);
        if (!data.isOf(owner.service())) {
            return Optional.empty();
        }
        TotpParameters parameters = new TotpParameters(
                HashAlgorithm.ofConfigName(data.algorithm()).orElseThrow(),
                data.digits(),
                Duration.ofSeconds(data.period()));
        FactorId factor = new FactorId(UUID.fromString(getId()));
        Binding binding = new Binding(owner, factor, parameters, data.skew(), sealedSeed());
        String label = DeviceLabel.normalise(getUserLabel());
        FactorNotes notes = new FactorNotes(label, Optional.ofNullable(data.metadata()));
        return Optional.of(new Factor(binding, notes, Instant.ofEpochMilli(getCreatedDate())));
    }

    /** Its sealed seed, with the user that it belongs to. */
    StoredSeed storedSeed(String realm, String user) {
        ServiceId service = new ServiceId(
                UUID.fromString(parse(getCredentialData(), Data.class).service()));
        FactorId factor = new FactorId(UUID.fromString(getId()));
        return new StoredSeed(new EntityKey(realm, service, user), factor, sealedSeed());
    }

    SealedSeed sealedSeed() {
        return new SealedSeed(parse(getSecretData(), Secret.class).seed());
    }

    /** The credential with another sealed seed. */
    TotpFactorCredentialModel sealedAs(SealedSeed seed) {
        TotpFactorCredentialModel model = of(this);
        model.setSecretData(json(new Secret(seed.text())));
        return model;
    }

    /** The period of its time steps. */
    Duration period() {
        return Duration.ofSeconds(parse(getCredentialData(), Data.class).period());
    }

    /** The credential with these parameters and notes; seed and Service stay. */
    TotpFactorCredentialModel changed(FactorChange change, FactorNotes notes) {
        ServiceId service = new ServiceId(
                UUID.fromString(parse(getCredentialData(), Data.class).service()));
        TotpFactorCredentialModel model = of(this);
        model.setUserLabel(notes.name().isEmpty() ? null : notes.name());
        model.setCredentialData(json(Data.of(service, change.parameters(), change.skew(), notes)));
        return model;
    }

    /**
     * Whether the factor is one of that Service. A damaged credential counts as one of every Service: it verifies
     * nothing, and goes when its owner enrolls anew.
     */
    boolean isOf(ServiceId service) {
        try {
            return parse(getCredentialData(), Data.class).isOf(service);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String json(Object part) {
        try {
            return JsonSerialization.writeValueAsString(part);
        } catch (IOException e) {
            throw new IllegalStateException("a record of texts and numbers could not be written as JSON", e);
        }
    }

    private <T> T parse(String json, Class<T> part) {
        try {
            return JsonSerialization.readValue(json, part);
        } catch (IOException e) {
            // Jackson's message may quote the text, and the text may hold a sealed seed, so it is left out.
            throw new IllegalStateException("credential " + getId() + " of type " + TYPE + " is not readable");
        }
    }
}
