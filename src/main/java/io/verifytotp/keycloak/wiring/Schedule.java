package io.verifytotp.keycloak.wiring;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/** Repeats work on this node while the server runs. */
record Schedule(KeycloakSessionFactory factory) {
    private static final Logger LOG = Logger.getLogger(Schedule.class);

    void every(Duration interval, String name, Runnable work) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(TimerProvider.class)
                .schedule(() -> run(name, work), interval.toMillis(), name));
    }

    /** A failure must not end the repetition. */
    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed and will be tried again", name);
        }
    }
}
