package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.challenge.ChallengeFilter;
import io.verifytotp.keycloak.domain.challenge.ChallengeStatus;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filter and page of a list of challenges. */
record ChallengeQuery(ChallengeFilter filter, Paging paging) {
    private static final String FACTOR = "FactorSid";
    private static final String STATUS = "Status";
    private static final String ORDER = "Order";
    private static final String DESCENDING = "desc";

    static ChallengeQuery of(Parameters parameters) {
        Optional<String> order = parameters.choice(ORDER, List.of("asc", DESCENDING));
        Map<String, String> carried = new LinkedHashMap<>();
        for (String name : List.of(FACTOR, STATUS, ORDER)) {
            parameters.text(name).ifPresent(value -> carried.put(name, value));
        }
        ChallengeFilter filter = new ChallengeFilter(factor(parameters), status(parameters));
        return new ChallengeQuery(filter, new Paging(parameters, order.equals(Optional.of(DESCENDING)), carried));
    }

    static Optional<FactorId> factor(Parameters parameters) {
        return factor(parameters, FACTOR);
    }

    static Optional<FactorId> factor(Parameters parameters, String name) {
        return parameters.text(name).map(text -> FactorId.parse(text)
                .orElseThrow(() -> ApiError.parameter(name, "must be YF and 32 hexadecimal digits")));
    }

    private static Optional<ChallengeStatus> status(Parameters parameters) {
        List<String> names = Arrays.stream(ChallengeStatus.values())
                .map(ChallengeStatus::wireName)
                .toList();
        return parameters.choice(STATUS, names).map(name -> ChallengeStatus.valueOf(name.toUpperCase(Locale.ROOT)));
    }
}
