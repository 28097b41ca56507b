package io.verifytotp.keycloak.wiring.server;

import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;

/** Reads a changed key ring, every ten seconds and on each node. Keycloak logs failures and keeps the schedule. */
public final class KeyRingRefresh implements ScheduledTask {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ServerKeyRing keyRing;

    public KeyRingRefresh(ServerKeyRing keyRing) {
        this.keyRing = keyRing;
    }

    public void schedule(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(TimerProvider.class)
                .scheduleTask(this, INTERVAL.toMillis(), "verify-totp-key-ring"));
    }

    @Override
    public void run(KeycloakSession session) {
        keyRing.refresh(session.getKeycloakSessionFactory());
    }
}
