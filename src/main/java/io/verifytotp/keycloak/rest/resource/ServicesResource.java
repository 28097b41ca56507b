package io.verifytotp.keycloak.rest.resource;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.ServiceOption;
import io.verifytotp.keycloak.rest.http.ApiError;
import io.verifytotp.keycloak.rest.http.ApiResponse;
import io.verifytotp.keycloak.rest.http.Paging;
import io.verifytotp.keycloak.rest.http.Parameters;
import io.verifytotp.keycloak.totp.StepWindow;
import io.verifytotp.keycloak.totp.TotpParameters;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;

/** Operations on Services. */
public final class ServicesResource {
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_ISSUER = 64;
    private static final int SHORTEST_CODE_OF_DEFAULT = 6;
    private static final String NAME = "FriendlyName";

    private ServicesResource() {}

    public static ApiResponse list(ApiCall call) {
        Paging paging = Paging.of(call.parameters());
        List<ConfiguredService> services =
                call.verify().services().of(call.realm().getId());
        return ApiResponse.ok(paging.envelope(
                "services",
                call.links().services(),
                paging.request().pageOf(services, ServicesResource::position),
                ServicesResource::position,
                service -> ServiceRepresentation.of(service, call)));
    }

    public static ApiResponse create(ApiCall call) {
        String name = Parameters.required(NAME, name(call.parameters()));
        ConfiguredService created = call.verify()
                .services()
                .create(call.realm().getId(), name, values(call.parameters(), TotpParameters.MIN_DIGITS), now(call));
        report(call, OperationType.CREATE, created);
        return ApiResponse.created(ServiceRepresentation.of(created, call));
    }

    public static ApiResponse fetch(ApiCall call) {
        return ApiResponse.ok(ServiceRepresentation.of(call.service(), call));
    }

    public static ApiResponse update(ApiCall call) {
        ConfiguredService service = call.service();
        Optional<String> name = name(call.parameters());
        if (service.isDefault() && call.realm().getRequiredActionProviderByAlias(Identifiers.REQUIRED_ACTION) == null) {
            throw ApiError.forbidden(
                    "The realm has no required action " + Identifiers.REQUIRED_ACTION + ", which keeps these options");
        }
        if (service.isDefault() && name.isPresent()) {
            throw ApiError.parameter(NAME, "of the default Service is the realm's display name, else its name");
        }
        int shortestCode = service.isDefault() ? SHORTEST_CODE_OF_DEFAULT : TotpParameters.MIN_DIGITS;
        Map<String, String> values = new HashMap<>(service.values());
        values.putAll(values(call.parameters(), shortestCode));
        ConfiguredService updated = call.verify()
                .services()
                .update(service, name.orElse(service.name()), values, now(call))
                .orElseThrow(call::notFound);
        report(call, OperationType.UPDATE, updated);
        return ApiResponse.ok(ServiceRepresentation.of(updated, call));
    }

    public static ApiResponse delete(ApiCall call) {
        ConfiguredService service = call.service();
        if (service.isDefault()) {
            throw ApiError.forbidden("The default Service can't be deleted");
        }
        call.verify().administration().removeEntities(service.service());
        call.verify().services().remove(service);
        report(call, OperationType.DELETE, service);
        return ApiResponse.gone();
    }

    private static Optional<String> name(Parameters parameters) {
        Optional<String> name = parameters.name(NAME, LONGEST_NAME);
        name.filter(text -> text.indexOf(':') >= 0).ifPresent(text -> {
            throw ApiError.parameter(NAME, "must not have a colon, which apps take for the end of the issuer");
        });
        return name;
    }

    private static Map<String, String> values(Parameters parameters, int shortestCode) {
        Map<String, String> values = new HashMap<>();
        Optional<String> issuer = parameters.name("Totp.Issuer", LONGEST_ISSUER);
        issuer.filter(text -> text.indexOf(':') >= 0).ifPresent(text -> {
            throw ApiError.parameter("Totp.Issuer", "must not have a colon, which apps take for its end");
        });
        issuer.ifPresent(text -> values.put(ServiceOption.ISSUER.key(), text));
        int shortestStep = Math.toIntExact(TotpParameters.MIN_PERIOD.toSeconds());
        int longestStep = Math.toIntExact(TotpParameters.MAX_PERIOD.toSeconds());
        parameters
                .number("Totp.TimeStep", shortestStep, longestStep)
                .ifPresent(number -> values.put(ServiceOption.TIME_STEP.key(), number.toString()));
        parameters
                .number("Totp.CodeLength", shortestCode, TotpParameters.MAX_DIGITS)
                .ifPresent(number -> values.put(ServiceOption.CODE_LENGTH.key(), number.toString()));
        parameters
                .number("Totp.Skew", 0, StepWindow.MAX_SKEW)
                .ifPresent(number -> values.put(ServiceOption.SKEW.key(), number.toString()));
        return values;
    }

    /** The default Service comes first. */
    private static Position position(ConfiguredService service) {
        Instant created = service.isDefault()
                ? Instant.ofEpochMilli(-1)
                : service.createdAt().orElse(Instant.EPOCH);
        return new Position(created, service.service().id().value());
    }

    private static Instant now(ApiCall call) {
        return call.verify().clock().instant();
    }

    private static void report(ApiCall call, OperationType operation, ConfiguredService service) {
        String sid = service.service().id().publicId();
        call.events()
                .changed(
                        operation,
                        ApiEvents.SERVICE,
                        call.links().service(service.service().id()),
                        sid);
    }
}
