package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.setup.change.SetupChanges;
import io.verifytotp.keycloak.setup.change.SetupResult;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import io.verifytotp.keycloak.setup.report.SetupReport;
import java.util.Optional;
import java.util.function.Function;

/** Reports which ways in ask for a code, and sets the realm up. An extension of the wire contract. */
public final class SetupResource {
    private static final int CONFLICT = 409;

    private SetupResource() {}

    public static ApiResponse fetch(ApiCall call) {
        return ApiResponse.ok(SetupReportRepresentation.of(SetupReport.of(call.session(), call.realm())));
    }

    /** Sets the realm up; a dry run answers the same and changes nothing. */
    public static ApiResponse apply(ApiCall call) {
        SetupParameters parameters = SetupParameters.of(call.parameters());
        parameters.requireConfirmation(call.realm());
        SetupResult result = changed(call, changes -> changes.apply(parameters.request()));
        if (parameters.dryRun()) {
            call.session().getTransactionManager().setRollbackOnly();
        } else {
            result.changes().forEach(call.events()::changed);
        }
        return ApiResponse.ok(SetupRepresentation.of(
                parameters.dryRun(), Optional.of(parameters.request().mode()), result));
    }

    /** Takes all set-ups of the realm back. */
    public static ApiResponse undo(ApiCall call) {
        SetupResult result = changed(call, SetupChanges::undo);
        result.changes().forEach(call.events()::changed);
        return ApiResponse.ok(SetupRepresentation.of(false, Optional.empty(), result));
    }

    private static SetupResult changed(ApiCall call, Function<SetupChanges, SetupResult> work) {
        try {
            return work.apply(new SetupChanges(call.session(), call.realm()));
        } catch (SetupRefusal refusal) {
            call.session().getTransactionManager().setRollbackOnly();
            String message = Optional.ofNullable(refusal.getMessage()).orElse("");
            throw refusal.parameter()
                    .map(name -> ApiError.parameter(name, message))
                    .orElseGet(() -> ApiError.of(CONFLICT, message));
        }
    }
}
