package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Parameters of a request that concern a challenge. */
final class ChallengeParameters {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(60);
    private static final int LONGEST_OBJECT = 1024;

    private final Parameters parameters;
    private final Instant now;

    ChallengeParameters(Parameters parameters, Instant now) {
        this.parameters = parameters;
        this.now = now;
    }

    FactorId factor() {
        return Parameters.required("FactorSid", ChallengeQuery.factor(parameters));
    }

    ChallengeRequest request() {
        ChallengeContents contents = new ChallengeContents(
                ChallengeDetails.parse(parameters),
                parameters.object("HiddenDetails", LONGEST_OBJECT),
                Optional.empty());
        return new ChallengeRequest(contents, expiresAt());
    }

    static Optional<String> metadata(Parameters parameters) {
        return parameters.object("Metadata", LONGEST_OBJECT);
    }

    private Optional<Instant> expiresAt() {
        Optional<Instant> time = parameters.time("ExpirationDate");
        time.filter(end -> !end.isAfter(now) || end.isAfter(now.plus(LONGEST_LIFE)))
                .ifPresent(end -> {
                    throw ApiError.parameter("ExpirationDate", "must be within the next 60 minutes");
                });
        return time;
    }
}
