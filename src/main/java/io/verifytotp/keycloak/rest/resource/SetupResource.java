package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.setup.change.SetupChanges;
import io.verifytotp.keycloak.setup.change.SetupResult;
import io.verifytotp.keycloak.setup.plan.SetupGoal;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import io.verifytotp.keycloak.setup.report.SetupReport;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.http.HttpRequest;

/** Reports which ways in ask for a code, and sets the realm up. An extension of the wire contract. */
public final class SetupResource {
    private static final int CONFLICT = 409;

    private SetupResource() {}

    public static ApiResponse fetch(ApiCall call) {
        return ApiResponse.ok(SetupReportRepresentation.of(SetupReport.of(call.session(), call.realm())));
    }

    /** Sets the realm up; a dry run answers the same and changes nothing. */
    public static ApiResponse apply(ApiCall call) {
        SetupParameters parameters = SetupParameters.of(request(call), call.parameters());
        parameters.requireConfirmation(call.realm());
        SetupResult result = changed(call, changes -> changes.apply(parameters.request()));
        return answer(
                call, parameters.dryRun(), Optional.of(parameters.request().goal()), result);
    }

    /** Takes all set-ups of the realm back; a dry run answers the same and changes nothing. */
    public static ApiResponse undo(ApiCall call) {
        boolean dryRun = SetupParameters.dryRunOfUndoing(request(call), call.parameters());
        return answer(call, dryRun, Optional.empty(), changed(call, SetupChanges::undo));
    }

    private static HttpRequest request(ApiCall call) {
        return call.session().getContext().getHttpRequest();
    }

    private static ApiResponse answer(ApiCall call, boolean dryRun, Optional<SetupGoal> goal, SetupResult result) {
        if (dryRun) {
            call.session().getTransactionManager().setRollbackOnly();
        } else {
            result.changes().forEach(call.events()::changed);
        }
        return ApiResponse.ok(SetupRepresentation.of(dryRun, goal, result));
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
