package io.verifytotp.keycloak.login.service;

import io.verifytotp.keycloak.domain.id.ServiceId;
import java.util.Map;
import java.util.Optional;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The setting {@value #KEY} of an execution or of the required action: the Sid of the Service to use. A Sid never
 * changes, while a name may change or belong to two Services.
 */
public final class ServiceSetting {
    public static final String KEY = "service";

    private static final String OF_EXECUTION = """
            Sid (VA and 32 hexadecimal digits) of the Service whose factors this step asks for and sets up. If empty, \
            the realm's default Service. If there is no such Service, the step lets nobody in.""";
    private static final String OF_ACTION = """
            Sid (VA and 32 hexadecimal digits) of the Service in which users set up a factor if no step of a login \
            demands it: in the account console, by e-mail, or if an application or administrator asks for it. If \
            empty, the realm's default Service. The other options here are always those of the default Service.""";

    private ServiceSetting() {}

    /** Makes the field in the configuration of an execution. */
    public static ProviderConfigProperty ofExecution() {
        return property(OF_EXECUTION);
    }

    /** Makes the field in the configuration of the required action. */
    public static ProviderConfigProperty ofAction() {
        return property(OF_ACTION);
    }

    private static ProviderConfigProperty property(String help) {
        return new ProviderConfigProperty(KEY, "Service", help, ProviderConfigProperty.STRING_TYPE, null);
    }

    /** Reads the setting; empty if it is not set. */
    static Optional<String> in(Map<String, String> config) {
        return Optional.ofNullable(config.get(KEY)).filter(value -> !value.isBlank());
    }

    /** Returns the name of a note of a login about one Service; for the default Service it is {@code base} itself. */
    public static String note(String base, String realm, ServiceId service) {
        return service.equals(ServiceId.defaultOf(realm)) ? base : base + '.' + service.key();
    }
}
