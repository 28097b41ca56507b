package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.SeedResealer.Progress;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Re-seals the seeds of a realm after a change of the key ring. An extension of the wire contract. */
public final class KeyRingResource {
    private KeyRingResource() {}

    /**
     * Reseals one batch. The caller repeats it with the response's {@code last} as {@code After} until that is null.
     */
    public static ApiResponse reseal(ApiCall call) {
        int size = call.parameters().batchSize();
        Optional<FactorId> after = call.parameters().factor("After");
        Progress progress = call.verify().resealer().batch(call.realm().getId(), after, size);
        call.events().resealed(call.accountSid());
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
