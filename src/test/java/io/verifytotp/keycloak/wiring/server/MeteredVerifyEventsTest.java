package io.verifytotp.keycloak.wiring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.ServiceId;
import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.Fake;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** An outage of the database is counted without the database. */
class MeteredVerifyEventsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final StoreUnavailableException outage =
            new StoreUnavailableException(new IllegalStateException("connection refused"));

    @BeforeEach
    void collect() {
        Metrics.addRegistry(metrics);
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(metrics);
    }

    @Test
    void nameTheRealmOfTheRequest() {
        report(owner("realm-1"));

        assertThat(failures("owlbank")).isEqualTo(1);
    }

    /** The session below refuses to look another realm up. */
    @Test
    void nameAnyOtherRealmByItsId() {
        report(owner("realm-2"));

        assertThat(failures("realm-2")).isEqualTo(1);
    }

    private void report(EntityKey owner) {
        RealmModel realm = Fake.of(RealmModel.class)
                .giving("getId", "realm-1")
                .giving("getName", "owlbank")
                .build();
        KeycloakSession session = Fake.of(KeycloakSession.class)
                .giving(
                        "getContext",
                        Fake.of(KeycloakContext.class).giving("getRealm", realm).build())
                .build();
        new MeteredVerifyEvents(session, new RateLimit(Clock.systemUTC()))
                .storeUnavailable(owner, FactorId.random(), outage);
    }

    private static EntityKey owner(String realm) {
        return new EntityKey(realm, ServiceId.defaultOf(realm), "alice");
    }

    private double failures(String realm) {
        return metrics.counter("verify_totp_store_failures", "realm", realm).count();
    }
}
