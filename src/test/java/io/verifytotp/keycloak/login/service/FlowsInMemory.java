package io.verifytotp.keycloak.login.service;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.VerifyEvents;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.domain.service.Services;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.store.Fake;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** A realm with flows and Services, and one login of alice in it, all in memory. */
final class FlowsInMemory {
    static final String REALM = "realm-1";
    static final String USER = "alice";

    final Map<String, ExecutionStatus> statuses = new HashMap<>();
    final Map<String, String> notes = new HashMap<>();
    final Map<String, String> clientNotes = new HashMap<>();
    final Set<String> userActions = new HashSet<>();
    final Map<String, String> actionConfig = new HashMap<>();
    final Map<String, IdentityProviderModel> providers = new HashMap<>();
    boolean outage;

    private final Map<String, Service> services = new HashMap<>();
    private final Set<String> enrolledIn = new HashSet<>();
    private final Map<String, AuthenticationFlowModel> flows = new HashMap<>();
    private final Map<String, List<AuthenticationExecutionModel>> executions = new HashMap<>();
    private final Map<String, AuthenticatorConfigModel> configs = new HashMap<>();

    Service byDefault() {
        return new Service(ServiceId.defaultOf(REALM), REALM, new ServiceOptions(Map.of()).policy("Owl Bank"));
    }

    Service addService(String name) {
        Service service = new Service(ServiceId.random(), REALM, new ServiceOptions(Map.of()).policy(name));
        services.put(service.id().key(), service);
        return service;
    }

    void removeService(Service service) {
        services.remove(service.id().key());
    }

    void enroll(Service service) {
        enrolledIn.add(service.id().key());
    }

    /** A flow, or the sub-flow of an execution that {@link #addSubFlow} has made. */
    void addFlow(String id, boolean topLevel) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        flow.setTopLevel(topLevel);
        flows.put(id, flow);
        executions.put(id, new ArrayList<>());
    }

    void addSubFlow(String parent, String id) {
        addFlow(id, false);
        AuthenticationExecutionModel execution = add(parent, "execution of " + id, Requirement.CONDITIONAL);
        execution.setAuthenticatorFlow(true);
        execution.setFlowId(id);
    }

    AuthenticationExecutionModel addPassword(String flow) {
        AuthenticationExecutionModel execution = add(flow, flow + " password", Requirement.REQUIRED);
        execution.setAuthenticator("auth-username-password-form");
        return execution;
    }

    /** An execution of ours; {@code service} may be {@code null}. */
    AuthenticationExecutionModel addOurs(String flow, String service) {
        String id = flow + " ours " + executions.get(flow).size();
        AuthenticationExecutionModel execution = add(flow, id, Requirement.REQUIRED);
        execution.setAuthenticator("verify-totp-form");
        if (service != null) {
            AuthenticatorConfigModel config = new AuthenticatorConfigModel();
            config.setConfig(Map.of("service", service));
            configs.put(id, config);
            execution.setAuthenticatorConfig(id);
        }
        return execution;
    }

    private AuthenticationExecutionModel add(String flow, String id, Requirement requirement) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setId(id);
        execution.setRequirement(requirement);
        executions.get(flow).add(execution);
        return execution;
    }

    RealmModel realm() {
        return Fake.of(RealmModel.class)
                .giving("getId", REALM)
                .giving("isRegistrationEmailAsUsername", false)
                .on("getAuthenticationFlowsStream", none -> flows.values().stream())
                .on("getAuthenticationFlowById", id -> flows.get(id[0]))
                .on("getAuthenticationExecutionsStream", flow -> executions.get(flow[0]).stream())
                .on("getAuthenticationExecutionById", id -> execution((String) id[0]))
                .on("getAuthenticatorConfigById", id -> configs.get(id[0]))
                .on("getBrowserFlow", none -> flows.get("browser"))
                .on("getDirectGrantFlow", none -> flows.get("direct grant"))
                .on("getResetCredentialsFlow", none -> flows.get("reset"))
                .on("getFirstBrokerLoginFlow", none -> flows.get("first broker"))
                .on("getRegistrationFlow", none -> flows.get("registration"))
                .on("getRequiredActionConfigByAlias", alias -> actionConfiguration())
                .build();
    }

    private AuthenticationExecutionModel execution(String id) {
        return executions.values().stream()
                .flatMap(List::stream)
                .filter(execution -> execution.getId().equals(id))
                .findFirst()
                .orElse(null);
    }

    private RequiredActionConfigModel actionConfiguration() {
        RequiredActionConfigModel model = new RequiredActionConfigModel();
        model.setConfig(actionConfig);
        return model;
    }

    AuthenticationSessionModel login() {
        UserModel user = Fake.of(UserModel.class)
                .giving("getId", USER)
                .on("getRequiredActionsStream", none -> userActions.stream())
                .build();
        ClientModel client = Fake.of(ClientModel.class)
                .giving("getAuthenticationFlowBindingOverride", null)
                .build();
        return Fake.of(AuthenticationSessionModel.class)
                .giving("getRealm", realm())
                .giving("getClient", client)
                .giving("getAuthenticatedUser", user)
                .giving("getExecutionStatus", statuses)
                .on("getAuthNote", name -> notes.get(name[0]))
                .on("setAuthNote", note -> notes.put((String) note[0], (String) note[1]))
                .on("removeAuthNote", name -> notes.remove(name[0]))
                .on("getClientNote", name -> clientNotes.get(name[0]))
                .build();
    }

    KeycloakSession keycloak() {
        IdentityProviderStorageProvider known = Fake.of(IdentityProviderStorageProvider.class)
                .on("getByAlias", alias -> providers.get(alias[0]))
                .build();
        return Fake.of(KeycloakSession.class)
                .giving("identityProviders", known)
                .giving(
                        "getContext",
                        Fake.of(KeycloakContext.class)
                                .giving("getAuthenticationSession", login())
                                .build())
                .build();
    }

    VerifyProvider verify() {
        return Fake.of(VerifyProvider.class)
                .giving("engine", engine())
                .giving(
                        "services",
                        Fake.of(Services.class)
                                .on("defaultOf", realm -> byDefault())
                                .on("find", named -> find((ServiceId) named[1]))
                                .build())
                .build();
    }

    private Optional<ConfiguredService> find(ServiceId id) {
        return Optional.ofNullable(services.get(id.key()))
                .map(service ->
                        new ConfiguredService(service, "name", false, Map.of(), Optional.empty(), Optional.empty()));
    }

    private boolean anyOf(EntityKey owner) {
        if (outage) {
            throw new StoreUnavailableException(new IllegalStateException("test"));
        }
        return owner.identity().equals(USER)
                && enrolledIn.contains(owner.service().key());
    }

    private VerifyEngine engine() {
        Factors factors = Fake.of(Factors.class)
                .on("anyOf", owner -> anyOf((EntityKey) owner[0]))
                .on("of", owner -> List.of())
                .build();
        VerifyStore store = new VerifyStore(
                factors,
                Fake.of(Enrollments.class).build(),
                Fake.of(Challenges.class).build(),
                Fake.of(FactorStates.class).build(),
                Fake.of(FactorLedger.class).build());
        return new VerifyEngine(
                Clock.systemUTC(),
                new SecureRandom(),
                Fake.of(SeedSealer.class).build(),
                store,
                Fake.of(SealedSeeds.class).build(),
                Fake.of(VerifyEvents.class).build());
    }

    /** All that a realm's logins name, in their order. */
    Stream<Service> all() {
        return new LoginServices(verify(), realm()).all();
    }
}
