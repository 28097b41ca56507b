package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.VerifyEvents;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.challenge.AttemptResult;
import io.verifytotp.keycloak.domain.challenge.Challenges;
import io.verifytotp.keycloak.domain.challenge.FactorLedger;
import io.verifytotp.keycloak.domain.challenge.Verdict;
import io.verifytotp.keycloak.domain.enrollment.Enrollments;
import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.FactorStates;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.factor.TotpBinding;
import io.verifytotp.keycloak.domain.fake.AuthenticatorApp;
import io.verifytotp.keycloak.domain.fake.TestClock;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.service.ConfiguredService;
import io.verifytotp.keycloak.domain.service.Service;
import io.verifytotp.keycloak.domain.service.ServiceOptions;
import io.verifytotp.keycloak.domain.service.ServicePolicy;
import io.verifytotp.keycloak.domain.service.Services;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.store.Fake;
import io.verifytotp.keycloak.totp.OtpAuthUri;
import io.verifytotp.keycloak.totp.Seed;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A login of a user with one factor, in memory; counts what is read from Keycloak. */
final class CountingLogin {
    private static final String REALM = "realm-1";
    private static final String USER = "alice";

    private final Seed seed;
    private final Service service;
    private final Map<String, String> config;
    private final Factor factor;
    private final TotpFactorAuthenticator authenticator = new TotpFactorAuthenticator();
    private final VerifyProvider verify;
    private final AuthenticationSessionModel session;
    private int readsOfCredentials;
    private int readsOfConfiguration;
    private String ending = "";

    /** A login that uses the default Service. */
    CountingLogin(TestClock clock) {
        this(clock, ServiceId.defaultOf(REALM), Map.of());
    }

    /** A login whose execution names another Service. */
    static CountingLogin namingAService(TestClock clock) {
        ServiceId named = ServiceId.random();
        return new CountingLogin(clock, named, Map.of("service", named.publicId()));
    }

    private CountingLogin(TestClock clock, ServiceId id, Map<String, String> config) {
        ServicePolicy policy = new ServiceOptions(Map.of()).policy("Owl Bank");
        service = new Service(id, REALM, policy);
        this.config = config;
        seed = Seed.random(policy.parameters().algorithm(), new SecureRandom());
        TotpBinding binding = new TotpBinding(
                service.entity(USER), FactorId.random(), policy.parameters(), policy.skew(), new SealedSeed("sealed"));
        factor = new Factor(binding, FactorNotes.NONE, clock.instant());
        session = authenticationSession();
        verify = Fake.of(VerifyProvider.class)
                .giving("engine", engine(clock))
                .giving(
                        "services",
                        Fake.of(Services.class)
                                .on("defaultOf", this::readConfiguration)
                                .on("find", this::readComponent)
                                .build())
                .giving("clock", clock)
                .build();
    }

    AuthenticatorApp app() {
        return AuthenticatorApp.scan(
                new OtpAuthUri("Owl Bank", USER, seed, factor.binding().parameters(), Optional.empty()).expose());
    }

    void show() {
        authenticator.authenticate(context(new MultivaluedHashMap<>()));
    }

    void post(String code) {
        authenticator.action(contextOf(code));
    }

    /** A post whose request Keycloak goes on to ask again, because another request has changed the login. */
    void postAndAskAgain(String code) {
        AuthenticationFlowContext context = contextOf(code);
        authenticator.action(context);
        ending = "";
        authenticator.authenticate(context);
    }

    private AuthenticationFlowContext contextOf(String code) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle("code", code);
        return context(form);
    }

    void forget() {
        readsOfCredentials = 0;
        readsOfConfiguration = 0;
    }

    int readsOfCredentials() {
        return readsOfCredentials;
    }

    int readsOfConfiguration() {
        return readsOfConfiguration;
    }

    /** The method of the flow's context that ended the last request. */
    String ending() {
        return ending;
    }

    private List<Factor> readCredentials() {
        readsOfCredentials++;
        return List.of(factor);
    }

    private Service readConfiguration(Object[] arguments) {
        readsOfConfiguration++;
        return service;
    }

    private Optional<ConfiguredService> readComponent(Object[] arguments) {
        Service read = readConfiguration(arguments);
        return Optional.of(new ConfiguredService(read, "name", false, Map.of(), Optional.empty(), Optional.empty()));
    }

    private VerifyEngine engine(TestClock clock) {
        Factors factors = Fake.of(Factors.class)
                .on("of", owner -> readCredentials())
                .on("anyOf", owner -> !readCredentials().isEmpty())
                .build();
        FactorLedger ledger = Fake.of(FactorLedger.class)
                .giving("claimStep", AttemptResult.of(Verdict.APPROVED))
                .giving("countFailure", AttemptResult.of(Verdict.WRONG_CODE))
                .build();
        VerifyStore store = new VerifyStore(
                factors,
                Fake.of(Enrollments.class).build(),
                Fake.of(Challenges.class).giving("find", Optional.empty()).build(),
                Fake.of(FactorStates.class).build(),
                ledger);
        SeedSealer sealer = Fake.of(SeedSealer.class)
                .giving("open", seed)
                .giving("isCurrent", true)
                .build();
        VerifyEvents events =
                Fake.of(VerifyEvents.class).giving("challengeAnswered", null).build();
        return new VerifyEngine(
                clock,
                new SecureRandom(),
                sealer,
                store,
                Fake.of(SealedSeeds.class).build(),
                events);
    }

    private AuthenticationFlowContext context(MultivaluedMap<String, String> form) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setId("execution-1");
        execution.setAuthenticatorConfig("config-1");
        AuthenticatorConfigModel configuration = new AuthenticatorConfigModel();
        configuration.setConfig(config);
        RealmModel realm = Fake.of(RealmModel.class)
                .giving("getId", REALM)
                .giving("getName", REALM)
                .giving("getAuthenticatorConfigById", configuration)
                .giving("isBruteForceProtected", false)
                .giving("isEventsEnabled", false)
                .on("getEventsListenersStream", none -> Stream.empty())
                .build();
        Map<Object, Object> attributes = new HashMap<>();
        KeycloakSession keycloak = Fake.of(KeycloakSession.class)
                .on("getAttribute", named -> attributes.get(named[0]))
                .on("setAttribute", attribute -> attributes.put(attribute[0], attribute[1]))
                .giving("getProvider", verify)
                .giving(
                        "getContext",
                        Fake.of(KeycloakContext.class).giving("getRealm", realm).build())
                .giving(
                        "getKeycloakSessionFactory",
                        Fake.of(KeycloakSessionFactory.class)
                                .on("getProviderFactoriesStream", type -> Stream.empty())
                                .build())
                .build();
        Fake<AuthenticationFlowContext> context = Fake.of(AuthenticationFlowContext.class)
                .giving("getSession", keycloak)
                .giving("getUser", user())
                .giving("getAuthenticationSession", session)
                .giving("getEvent", new SilentEvent(realm, keycloak))
                .giving("getExecution", execution)
                .giving(
                        "getHttpRequest",
                        Fake.of(HttpRequest.class)
                                .giving("getDecodedFormParameters", form)
                                .build())
                .giving("form", form());
        for (String end : List.of("challenge", "forceChallenge", "failureChallenge", "success")) {
            context.doing(end, () -> ending = end);
        }
        return context.build();
    }

    private static UserModel user() {
        return Fake.of(UserModel.class).giving("getId", USER).build();
    }

    private static LoginFormsProvider form() {
        Fake<LoginFormsProvider> fake = Fake.of(LoginFormsProvider.class);
        LoginFormsProvider form = fake.build();
        fake.giving("setExecution", form)
                .giving("setAttribute", form)
                .giving("addError", form)
                .giving("createForm", null);
        return form;
    }

    private static AuthenticationSessionModel authenticationSession() {
        Map<Object, Object> notes = new HashMap<>();
        return Fake.of(AuthenticationSessionModel.class)
                .giving("getAuthenticatedUser", user())
                .giving("getClient", null)
                .giving("getTabId", "tab-1")
                .on("getAuthNote", named -> notes.get(named[0]))
                .on("setAuthNote", note -> notes.put(note[0], note[1]))
                .on("removeAuthNote", named -> notes.remove(named[0]))
                .giving("setUserSessionNote", null)
                .build();
    }

    /** An event that is not sent. */
    private static final class SilentEvent extends EventBuilder {
        SilentEvent(RealmModel realm, KeycloakSession session) {
            super(realm, session);
        }

        @Override
        public void error(String error) {}
    }
}
