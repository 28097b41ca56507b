package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.SeedResealer.Progress;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Sealing the seeds of a realm anew after a change of the key ring. Not in the wire contract: an addition of ours. */
public final class KeyRingResource {
    private static final int DEFAULT_BATCH = 100;
    private static final int LARGEST_BATCH = 1000;
    private static final String AFTER = "After";

    private KeyRingResource() {}

    /** One batch; the caller repeats it with the answer's {@code last} as {@code After} until that is null. */
    public static ApiResponse reseal(ApiCall call) {
        int size = call.parameters().number("PageSize", 1, LARGEST_BATCH).orElse(DEFAULT_BATCH);
        Optional<FactorId> after = call.parameters().text(AFTER).map(text -> FactorId.parse(text)
                .orElseThrow(() -> ApiError.parameter(AFTER, "must be YF and 32 hexadecimal digits")));
        Progress progress = call.verify().resealer().batch(call.realm().getId(), after, size);
        call.events()
                .changed(OperationType.ACTION, ApiEvents.FACTOR, call.links().reseal(), call.accountSid());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("resealed", progress.resealed());
        body.put("failed", progress.failed());
        body.put(
                "remaining",
                progress.remaining().isPresent() ? progress.remaining().getAsLong() : null);
        body.put("last", progress.last().map(FactorId::publicId).orElse(null));
        return ApiResponse.ok(body);
    }
}
