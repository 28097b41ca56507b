package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.enrollment.ImportOutcome;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.resource.ImportRun.Result;
import java.util.Optional;

/**
 * Result of one line of an import as JSON.
 *
 * @param identity of the user, if the line was not refused
 * @param code of an error of the API, if it was
 */
record ImportedLine(
        int line,
        String result,
        Optional<String> identity,
        Optional<String> sid,
        Optional<String> status,
        Optional<Object> code,
        Optional<String> message) {
    static ImportedLine accepted(int line, Result result, ImportOutcome outcome) {
        return new ImportedLine(
                line,
                result.word(),
                Optional.of(outcome.owner().identity()),
                outcome.factor().map(FactorId::publicId),
                Optional.of(outcome.verified() ? "verified" : "unverified"),
                Optional.empty(),
                Optional.empty());
    }

    static ImportedLine refused(int line, ApiError reason) {
        return new ImportedLine(
                line,
                Result.REFUSED.word(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(reason.representation().get("code")),
                Optional.ofNullable(reason.getMessage()));
    }
}
