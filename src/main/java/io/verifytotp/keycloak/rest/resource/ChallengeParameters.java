package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.ChallengeContents;
import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeRequest;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parameters of a request that concern challenges. */
final class ChallengeParameters {
    private static final String FACTOR = "FactorSid";
    private static final String STATUS = "Status";
    private static final String ORDER = "Order";
    private static final String DESCENDING = "desc";
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(60);
    private static final int LONGEST_OBJECT = 1024;

    private final Parameters parameters;
    private final Instant now;

    ChallengeParameters(Parameters parameters, Instant now) {
        this.parameters = parameters;
        this.now = now;
    }

    FactorId factor() {
        return Parameters.required(FACTOR, parameters.factor(FACTOR));
    }

    /** @param client internal id of the client that calls */
    ChallengeRequest request(String client) {
        ChallengeContents contents = new ChallengeContents(
                Optional.of(client),
                ChallengeDetails.parse(parameters),
                parameters.object("HiddenDetails", LONGEST_OBJECT),
                Optional.empty());
        return new ChallengeRequest(contents, expiresAt());
    }

    static ChallengeFilter filter(Parameters parameters) {
        List<String> statuses = Arrays.stream(ChallengeStatus.values())
                .map(ChallengeStatus::wireName)
                .toList();
        return new ChallengeFilter(
                parameters.factor(FACTOR),
                parameters
                        .choice(STATUS, statuses)
                        .map(name -> ChallengeStatus.valueOf(name.toUpperCase(Locale.ROOT))));
    }

    static boolean newestFirst(Parameters parameters) {
        return parameters
                .choice(ORDER, List.of("asc", DESCENDING))
                .filter(DESCENDING::equals)
                .isPresent();
    }

    /** Returns the parameters of the list that the links to its pages repeat. */
    static Map<String, String> carried(Parameters parameters) {
        Map<String, String> carried = new LinkedHashMap<>();
        for (String name : List.of(FACTOR, STATUS, ORDER)) {
            parameters.text(name).ifPresent(value -> carried.put(name, value));
        }
        return carried;
    }

    static Optional<String> metadata(Parameters parameters) {
        return parameters.object("Metadata", LONGEST_OBJECT);
    }

    private Optional<Instant> expiresAt() {
        return Parameters.checked(
                "ExpirationDate",
                parameters.time("ExpirationDate"),
                end -> end.isAfter(now) && !end.isAfter(now.plus(LONGEST_LIFE)),
                "must be within the next 60 minutes");
    }
}
