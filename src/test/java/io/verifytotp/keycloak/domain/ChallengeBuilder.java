package io.verifytotp.keycloak.domain;

import io.verifytotp.keycloak.domain.challenge.Challenge;
import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** New challenges, not recorded yet. */
final class ChallengeBuilder {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final FactorId factor;
    private EntityKey owner;
    private Optional<String> client = Optional.empty();
    private ChallengeContents contents = ChallengeContents.NONE;

    private ChallengeBuilder(TotpBinding binding) {
        this.factor = binding.factor();
        this.owner = binding.owner();
    }

    static ChallengeBuilder aChallengeOf(TotpBinding binding) {
        return new ChallengeBuilder(binding);
    }

    ChallengeBuilder ownedBy(EntityKey value) {
        owner = value;
        return this;
    }

    ChallengeBuilder forClient(String clientId) {
        client = Optional.of(clientId);
        return this;
    }

    ChallengeBuilder holding(ChallengeContents value) {
        contents = value;
        return this;
    }

    Challenge openedAt(Instant now) {
        return Challenge.opened(owner, factor, client, contents, now, now.plus(LIFETIME));
    }
}
