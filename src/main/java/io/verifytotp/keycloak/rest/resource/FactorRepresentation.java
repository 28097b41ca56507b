package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.factor.RegisteredFactor;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.rest.http.JsonText;
import io.verifytotp.keycloak.rest.http.WireTime;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Factor on the wire. */
final class FactorRepresentation {
    private FactorRepresentation() {}

    static Map<String, Object> of(RegisteredFactor factor, ApiCall call) {
        Map<String, Object> body = new LinkedHashMap<>();
        EntityKey owner = factor.binding().owner();
        body.put("sid", factor.id().publicId());
        body.put("account_sid", call.accountSid());
        body.put("service_sid", owner.service().publicId());
        body.put("entity_sid", owner.id().publicId());
        body.put("identity", owner.identity());
        body.put("date_created", WireTime.of(factor.state().createdAt()));
        body.put("date_updated", WireTime.of(factor.state().updatedAt()));
        body.put("friendly_name", factor.notes().name());
        body.put("status", factor.isVerified() ? "verified" : "unverified");
        body.put("factor_type", "totp");
        body.put("config", config(factor.binding()));
        body.put("metadata", JsonText.stored(factor.notes().metadata()));
        body.put("url", call.links().factor(owner, factor.id()));
        body.put("expiration_date", WireTime.of(factor.expiresAt()));
        // Our extensions of the wire contract.
        body.put("locked_until", WireTime.of(factor.state().lockAt(call.now())));
        body.put("disabled", factor.state().disabled());
        body.put("failures", factor.state().failures());
        body.put("last_used", WireTime.of(factor.state().lastUsed()));
        return body;
    }

    /** Represents a new factor: the only response with the seed. */
    static Map<String, Object> ofNew(RegisteredFactor factor, OtpAuthUri uri, ApiCall call) {
        Map<String, Object> body = of(factor, call);
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("secret", uri.seed().exposeBase32());
        binding.put("uri", uri.expose());
        body.put("binding", binding);
        body.put("options", null);
        return body;
    }

    private static Map<String, Object> config(TotpBinding binding) {
        TotpParameters parameters = binding.parameters();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("alg", parameters.algorithm().configName());
        config.put("skew", binding.skew());
        config.put("code_length", parameters.digits());
        config.put("time_step", parameters.period().toSeconds());
        return config;
    }
}
