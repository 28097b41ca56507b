package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.rest.csv.FactorFile;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.ExactParameters;
import io.verifytotp.keycloak.rest.resource.ImportRun.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Imports Factors whose seeds authenticator apps have already. An extension of the wire contract. */
public final class ImportResource {
    private static final int UNAVAILABLE = 503;

    private ImportResource() {}

    /** Imports the lines of a file one by one; each has been committed or refused when the next begins. */
    public static ApiResponse apply(ApiCall call, ConfiguredService service) {
        ExactParameters.requireNoQuery(call.session().getContext().getHttpRequest());
        FactorFile file = FactorFile.parse(call.body().text());
        if (file.hasUserNames()) {
            call.permissions().requireUserNames();
        }
        if (!call.verify().resealer().hasKey()) {
            throw ApiError.of(
                    UNAVAILABLE, "There is no key to seal seeds with, so nothing was imported; set up the key ring");
        }
        ImportRun run = new ImportRun(call, service.service(), file.hasUserNames());
        return ApiResponse.ok(body(file.lines().stream().map(run::add).toList()));
    }

    private static Map<String, Object> body(List<ImportedLine> lines) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (Result result : Result.values()) {
            body.put(
                    result.word(),
                    lines.stream()
                            .filter(line -> line.result().equals(result.word()))
                            .count());
        }
        body.put("lines", lines);
        return body;
    }
}
