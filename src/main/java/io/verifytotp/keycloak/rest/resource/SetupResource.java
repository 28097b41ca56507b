package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.setup.report.SetupReport;

/** Reports which ways in ask for a code. An extension of the wire contract. */
public final class SetupResource {
    private SetupResource() {}

    public static ApiResponse fetch(ApiCall call) {
        return ApiResponse.ok(SetupRepresentation.of(SetupReport.of(call.session(), call.realm())));
    }
}
