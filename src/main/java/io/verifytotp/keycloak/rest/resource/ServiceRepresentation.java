package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.rest.http.WireTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Service on the wire. The options of other channels than TOTP are there for the SDKs, and off. */
final class ServiceRepresentation {
    private ServiceRepresentation() {}

    static Map<String, Object> of(ConfiguredService service, ApiCall call) {
        ServiceId id = service.service().id();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sid", id.publicId());
        body.put("account_sid", call.accountSid());
        body.put("friendly_name", name(service, call));
        body.put("code_length", 0);
        body.put("lookup_enabled", false);
        body.put("psd2_enabled", false);
        body.put("skip_sms_to_landlines", false);
        body.put("dtmf_input_required", false);
        body.put("tts_name", null);
        body.put("do_not_share_warning_enabled", false);
        body.put("custom_code_enabled", false);
        body.put("push", null);
        body.put("totp", totp(service));
        body.put("whatsapp", null);
        body.put("passkeys", null);
        body.put("default_template_sid", null);
        body.put("verify_event_subscription_enabled", false);
        body.put("date_created", WireTime.of(service.createdAt()));
        body.put("date_updated", WireTime.of(service.updatedAt()));
        body.put("url", call.links().service(id));
        body.put("links", Map.of("entities", call.links().entities(id)));
        body.put("default", service.isDefault());
        return body;
    }

    private static String name(ConfiguredService service, ApiCall call) {
        return service.isDefault()
                ? call.verify().names().ofRealm(call.realm().getId(), service.name())
                : service.name();
    }

    /** The options in effect; null if unset: then the default applies to new factors. */
    private static Map<String, Object> totp(ConfiguredService service) {
        Map<String, Object> totp = new LinkedHashMap<>();
        totp.put("issuer", service.value(ServiceOption.ISSUER).orElse(null));
        totp.put("time_step", number(service, ServiceOption.TIME_STEP));
        totp.put("code_length", number(service, ServiceOption.CODE_LENGTH));
        totp.put("skew", number(service, ServiceOption.SKEW));
        return totp;
    }

    private static @Nullable Integer number(ConfiguredService service, ServiceOption option) {
        return service.value(option).map(String::strip).map(Integer::valueOf).orElse(null);
    }
}
