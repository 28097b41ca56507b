package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.OtpTransfer.Batch;
import io.verifytotp.keycloak.domain.OtpTransfer.Skipped;
import io.verifytotp.keycloak.domain.factor.OtpDirection;
import io.verifytotp.keycloak.domain.factor.StoredOtp;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.ExactParameters;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.setup.report.SetupReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adopts the credentials of Keycloak's own OTP, and gives factors back to it. An extension of the wire contract. */
public final class KeycloakOtpResource {
    private static final int CONFLICT = 409;
    private static final int LONGEST_POSITION = 60;

    private static final String AFTER = "After";
    private static final String DRY_RUN = "DryRun";
    private static final String CONFIRM = "Confirm";

    private KeycloakOtpResource() {}

    /** Adopts one batch. The caller repeats it with the answer's {@code last} as {@code After} until that is null. */
    public static ApiResponse adopt(ApiCall call, ConfiguredService configured) {
        requireExact(call, List.of(Parameters.BATCH_SIZE, AFTER, DRY_RUN));
        BatchParameters parameters = BatchParameters.of(call.parameters());
        Service service = requireDefault(call, configured);
        if (!parameters.dryRun()) {
            require(service.adoptsKeycloakOtp(), "The option adoptKeycloakOtp is off. Switch it on first.");
            requireNone(
                    call,
                    OtpDirection.ADOPT,
                    "ask for Keycloak's own OTP and not for Verify TOTP, so that users whose OTP is adopted would pass"
                            + " them without a code. Put Verify TOTP into them, as POST /Setup does");
        }
        return batch(call, OtpDirection.ADOPT, service, parameters);
    }

    /** Gives one batch back, as {@link #adopt} takes one. */
    public static ApiResponse restore(ApiCall call, ConfiguredService configured) {
        requireExact(call, List.of(Parameters.BATCH_SIZE, AFTER, DRY_RUN, CONFIRM));
        BatchParameters parameters = BatchParameters.of(call.parameters());
        Optional<String> confirmed = call.parameters().choice(CONFIRM, List.of("plaintext"));
        Service service = requireDefault(call, configured);
        if (!parameters.dryRun()) {
            Parameters.required(CONFIRM, confirmed);
            require(
                    !service.adoptsKeycloakOtp(),
                    "The option adoptKeycloakOtp is on, so that the next logins would adopt again. Switch it off first.");
            requireNone(
                    call,
                    OtpDirection.RESTORE,
                    "ask for Verify TOTP and not for Keycloak's own OTP. Put Keycloak's OTP into them first");
        }
        return batch(call, OtpDirection.RESTORE, service, parameters);
    }

    private record BatchParameters(int size, Optional<String> after, boolean dryRun) {
        static BatchParameters of(Parameters parameters) {
            int size = parameters.batchSize();
            Optional<String> after = Parameters.checked(
                    AFTER,
                    parameters.text(AFTER, LONGEST_POSITION),
                    StoredOtp::isPosition,
                    "must be the value of last in the answer before");
            return new BatchParameters(size, after, parameters.isTrue(DRY_RUN));
        }
    }

    private static void requireExact(ApiCall call, List<String> known) {
        ExactParameters.requireForm(call.session().getContext().getHttpRequest(), known);
    }

    private static Service requireDefault(ApiCall call, ConfiguredService configured) {
        Service service = configured.service();
        if (!service.id().equals(ServiceId.defaultOf(call.realm().getId()))) {
            throw ApiError.of(CONFLICT, "Only the realm's default Service shares users with Keycloak's own OTP");
        }
        return service;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw ApiError.of(CONFLICT, message);
        }
    }

    private static void requireNone(ApiCall call, OtpDirection direction, String problem) {
        SetupReport.of(call.session(), call.realm())
                .opened(call.session(), call.realm(), direction)
                .ifPresent(flows -> {
                    throw ApiError.of(CONFLICT, "These flows " + problem + ": " + flows);
                });
    }

    private static ApiResponse batch(
            ApiCall call, OtpDirection direction, Service service, BatchParameters parameters) {
        Batch batch = call.verify()
                .otpTransfer()
                .batch(direction, service, parameters.after(), parameters.size(), parameters.dryRun());
        if (!parameters.dryRun()) {
            call.events().transferred(direction, service);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(direction == OtpDirection.ADOPT ? "adopted" : "restored", batch.moved());
        body.put(
                "skipped",
                batch.skipped().stream().map(KeycloakOtpResource::skipped).toList());
        body.put("remaining", batch.remaining().isPresent() ? batch.remaining().getAsLong() : null);
        body.put("last", batch.last().orElse(null));
        body.put("dry_run", parameters.dryRun());
        return ApiResponse.ok(body);
    }

    private static Map<String, Object> skipped(Skipped skipped) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("credential", skipped.credential().id());
        json.put("identity", skipped.credential().user());
        json.put("reason", skipped.obstacle().reason());
        json.put("message", skipped.obstacle().message());
        return json;
    }
}
