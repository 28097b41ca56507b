package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.SeedSealer;
import io.verifytotp.keycloak.domain.VerifyEngine;
import io.verifytotp.keycloak.domain.VerifyRegistry;
import io.verifytotp.keycloak.domain.VerifyStore;
import io.verifytotp.keycloak.seal.AesGcmSeedSealer;
import io.verifytotp.keycloak.spi.VerifyProvider;
import io.verifytotp.keycloak.spi.VerifyProviderFactory;
import io.verifytotp.keycloak.store.credential.CredentialFactors;
import io.verifytotp.keycloak.store.jpa.JpaChallenges;
import io.verifytotp.keycloak.store.jpa.JpaEnrollments;
import io.verifytotp.keycloak.store.jpa.JpaEntities;
import io.verifytotp.keycloak.store.jpa.JpaFactorChanges;
import io.verifytotp.keycloak.store.jpa.JpaFactorLedger;
import io.verifytotp.keycloak.store.jpa.JpaStandings;
import io.verifytotp.keycloak.store.jpa.OwnTransaction;
import io.verifytotp.keycloak.store.realm.RealmServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Builds the engine of each session from parts that live as long as the server. */
public final class DefaultVerifyProviderFactory implements VerifyProviderFactory, ServerInfoAwareProviderFactory {
    private final Clock clock = new KeycloakClock();
    private final SecureRandom random = new SecureRandom();
    private ServerKeyRing keyRing;
    private OwnTransaction transactions;

    @Override
    public void init(Config.Scope config) {
        keyRing = new ServerKeyRing(ServerOptions.from(config));
        keyRing.readFile(random);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        transactions = new OwnTransaction(factory);
        RealmSetup realmSetup = new RealmSetup();
        factory.register(event -> {
            realmSetup.onEvent(event);
            if (event instanceof PostMigrationEvent) {
                keyRing.complete(factory);
            }
        });
    }

    @Override
    public VerifyProvider create(KeycloakSession session) {
        VerifyStore store = new VerifyStore(
                new CredentialFactors(session),
                new JpaEnrollments(transactions),
                new JpaChallenges(transactions),
                new JpaStandings(transactions),
                new JpaFactorLedger(transactions));
        SeedSealer sealer = new AesGcmSeedSealer(keyRing, random);
        VerifyEngine engine = new VerifyEngine(clock, random, sealer, store, new MeteredVerifyEvents(session));
        VerifyRegistry registry = new VerifyRegistry(
                clock, sealer, store, new JpaEntities(transactions), new JpaFactorChanges(transactions));
        return new DefaultVerifyProvider(engine, registry, new RealmServices(session), clock);
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
    public void close() {}

    @Override
    public String getId() {
        return "default";
    }
}
