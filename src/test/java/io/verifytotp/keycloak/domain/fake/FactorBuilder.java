package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.PendingFactor;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.totp.HashAlgorithm;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Factors with a sealed seed that nobody opens, each of a new user unless a test names the owner. */
public final class FactorBuilder {
    private final FactorId id = FactorId.random();
    private EntityKey owner = new EntityKey(
            "realm-1", ServiceId.defaultOf("realm-1"), UUID.randomUUID().toString());
    private int digits = 6;
    private int skew = 1;

    private FactorBuilder() {}

    public static FactorBuilder aFactor() {
        return new FactorBuilder();
    }

    public FactorBuilder ownedBy(EntityKey value) {
        owner = value;
        return this;
    }

    public FactorBuilder withDigits(int value) {
        digits = value;
        return this;
    }

    public FactorBuilder withSkew(int value) {
        skew = value;
        return this;
    }

    public Factor verifiedAt(Instant now) {
        return new Factor(binding(), FactorNotes.NONE.named("Phone"), now);
    }

    public PendingFactor pendingFor(Duration lifetime, Instant now) {
        return new PendingFactor(binding(), Optional.empty(), now, now.plus(lifetime));
    }

    public TotpBinding binding() {
        TotpParameters parameters = new TotpParameters(HashAlgorithm.SHA1, digits, Duration.ofSeconds(30));
        return new TotpBinding(owner, id, parameters, skew, new SealedSeed("v1.k1.sealed"));
    }
}
