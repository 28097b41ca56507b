package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.compat.FailedLogins;
import io.verifytotp.keycloak.domain.FactorAdministration;
import io.verifytotp.keycloak.domain.FactorImporter;
import io.verifytotp.keycloak.domain.OtpTransfer;
import io.verifytotp.keycloak.domain.SeedResealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.VerifyEvents;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.domain.cleanup.Purge;
import io.verifytotp.keycloak.domain.factor.OtpTransfers;
import io.verifytotp.keycloak.domain.factor.SealedSeeds;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.login.service.OtpFlows;
import io.verifytotp.keycloak.login.stepup.IdentityLinkGuard;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.spi.VerifyProviderFactory;
import io.verifytotp.keycloak.store.credential.CredentialFactors;
import io.verifytotp.keycloak.store.credential.UncachedCredentialLookup;
import io.verifytotp.keycloak.store.jpa.JpaChallenges;
import io.verifytotp.keycloak.store.jpa.JpaEnrollments;
import io.verifytotp.keycloak.store.jpa.JpaEntities;
import io.verifytotp.keycloak.store.jpa.JpaFactorChanges;
import io.verifytotp.keycloak.store.jpa.JpaFactorImports;
import io.verifytotp.keycloak.store.jpa.JpaFactorLedger;
import io.verifytotp.keycloak.store.jpa.JpaFactorStates;
import io.verifytotp.keycloak.store.jpa.JpaKeycloakOtps;
import io.verifytotp.keycloak.store.jpa.JpaOtpTransfers;
import io.verifytotp.keycloak.store.jpa.JpaSealedSeeds;
import io.verifytotp.keycloak.store.jpa.JpaStaleRows;
import io.verifytotp.keycloak.store.realm.RealmNames;
import io.verifytotp.keycloak.store.realm.RealmServices;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import io.verifytotp.keycloak.wiring.cleanup.PurgeExecutor;
import io.verifytotp.keycloak.wiring.cleanup.PurgePace;
import io.verifytotp.keycloak.wiring.cleanup.PurgeTask;
import io.verifytotp.keycloak.wiring.server.KeycloakClock;
import io.verifytotp.keycloak.wiring.server.MeteredVerifyEvents;
import io.verifytotp.keycloak.wiring.server.RateLimit;
import io.verifytotp.keycloak.wiring.server.ServerKeyRing;
import io.verifytotp.keycloak.wiring.server.ServerOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Builds the engine of each session from parts that live as long as the server. */
public final class DefaultVerifyProviderFactory implements VerifyProviderFactory, ServerInfoAwareProviderFactory {
    /** Longer than a batch of the purge usually takes. */
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(5);

    private final Clock clock = new KeycloakClock();
    private final RateLimit rateLimit = new RateLimit(clock);
    private final Function<KeycloakSession, RealmServices> services = RealmServices.ofSessions();
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final PurgeExecutor purgeExecutor = new PurgeExecutor();
    private ServerOptions options;
    private ServerKeyRing keyRing;
    private OwnTransaction transactions;

    @Override
    public void init(Config.Scope config) {
        options = ServerOptions.from(config);
        keyRing = new ServerKeyRing(options);
        keyRing.readFile(random);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        FailedLogins.OF_THIS_KEYCLOAK.warnIfUnknown();
        transactions = new OwnTransaction(factory);
        factory.register(new IdentityLinkGuard()::onEvent);
        factory.register(new RealmSetup()::onEvent);
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                start(factory);
            }
        });
    }

    /** Starts what needs the database and all providers. */
    private void start(KeycloakSessionFactory factory) {
        keyRing.complete(factory);
        keyRing.scheduleRefresh(factory);
        new PurgeTask(new Purge(clock, new JpaStaleRows(transactions), new PurgePace(clock, stopped)))
                .schedule(factory, purgeExecutor, options.purgeInterval());
    }

    @Override
    public VerifyProvider create(KeycloakSession session) {
        SeedSealer sealer = new AesGcmSeedSealer(keyRing, random);
        OtpTransfers transfers = new JpaOtpTransfers(transactions, sealer);
        VerifyStore store = new VerifyStore(
                new CredentialFactors(session, transactions),
                new JpaEnrollments(transactions),
                new JpaChallenges(transactions),
                new JpaFactorStates(transactions),
                new JpaFactorLedger(transactions, new UncachedCredentialLookup(transactions)),
                new JpaKeycloakOtps(session, transactions, sealer, transfers, realm -> mayAdopt(session, realm)));
        VerifyEvents events = new MeteredVerifyEvents(session, rateLimit);
        SealedSeeds seeds = new JpaSealedSeeds(transactions);
        VerifyEngine engine = new VerifyEngine(clock, random, sealer, store, seeds, events);
        FactorAdministration administration = new FactorAdministration(
                clock, sealer, store, new JpaEntities(transactions), new JpaFactorChanges(transactions), events);
        SeedResealer resealer = new SeedResealer(sealer, seeds, events);
        FactorImporter importer = new FactorImporter(clock, sealer, store, new JpaFactorImports(transactions), events);
        return new DefaultVerifyProvider(
                engine,
                administration,
                resealer,
                new OtpTransfer(clock, sealer, transfers),
                importer,
                services.apply(session),
                new RealmNames(session),
                clock);
    }

    /** Returns whether none of the realm's own flows asks for Keycloak's OTP alone. */
    private static boolean mayAdopt(KeycloakSession session, String id) {
        RealmModel realm = session.realms().getRealm(id);
        OtpFlows flows = new OtpFlows(session, realm);
        return flows.ofTheRealm().noneMatch(flows::asksKeycloaksOnly);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ServerOptions.metadata();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        Map<String, String> info = new LinkedHashMap<>();
        info.put(
                "Version",
                Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                        .orElse("unknown"));
        info.put("Key ring", keyRing.describe());
        return info;
    }

    @Override
    public void close() {
        stopped.countDown();
        purgeExecutor.close(SHUTDOWN_WAIT);
    }

    /** Keeps the database connection open until a running purge has finished its batch. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public String getId() {
        return "default";
    }
}
