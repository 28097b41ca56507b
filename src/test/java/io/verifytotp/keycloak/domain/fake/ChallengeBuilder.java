package io.verifytotp.keycloak.domain.fake;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** New challenges, not recorded yet. */
public final class ChallengeBuilder {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final FactorId factor;
    private EntityKey owner;
    private Optional<String> client = Optional.empty();
    private ChallengeContents contents = ChallengeContents.NONE;

    private ChallengeBuilder(TotpBinding binding) {
        this.factor = binding.factor();
        this.owner = binding.owner();
    }

    public static ChallengeBuilder aChallengeOf(TotpBinding binding) {
        return new ChallengeBuilder(binding);
    }

    public ChallengeBuilder ownedBy(EntityKey value) {
        owner = value;
        return this;
    }

    public ChallengeBuilder forClient(String clientId) {
        client = Optional.of(clientId);
        return this;
    }

    public ChallengeBuilder holding(ChallengeContents value) {
        contents = value;
        return this;
    }

    public Challenge openedAt(Instant now) {
        return Challenge.opened(owner, factor, client, contents, now, now.plus(LIFETIME));
    }
}
