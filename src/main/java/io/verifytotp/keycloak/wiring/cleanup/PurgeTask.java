package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.domain.cleanup.Purge;
import io.verifytotp.keycloak.domain.cleanup.Purge.Retention;
import io.verifytotp.keycloak.domain.cleanup.StaleRows.Kind;
import io.verifytotp.keycloak.domain.service.Services;
import io.verifytotp.keycloak.spi.VerifyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.scheduled.ClusterAwareScheduledTaskRunner;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;

/** Runs the purge at intervals, on one node of the cluster at a time, and not on Keycloak's only timer thread. */
public final class PurgeTask implements ScheduledTask {
    private static final Logger LOG = Logger.getLogger(PurgeTask.class);

    /** Longer than a purge, which takes at most five minutes and one batch. */
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(6);

    private final Purge purge;

    public PurgeTask(Purge purge) {
        this.purge = purge;
    }

    public void schedule(KeycloakSessionFactory factory, PurgeExecutor executor, Duration interval) {
        // The cluster's lock is released after the run. It expires if the node fails during the run.
        long lock = Math.max(interval.toMillis(), LONGEST_LOCK.toMillis());
        Runnable run = new ClusterAwareScheduledTaskRunner(factory, this, lock);
        KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(TimerProvider.class)
                .schedule(() -> executor.execute(run), interval.toMillis(), "verify-totp-purge"));
    }

    @Override
    public void run(KeycloakSession session) {
        Services services = session.getProvider(VerifyProvider.class).services();
        List<Retention> realms = session.realms()
                .getRealmsStream()
                .map(realm -> new Retention(
                        realm.getId(),
                        services.defaultOf(realm.getId()).policy().challengeRetention()))
                .toList();
        // Each removal has a transaction of its own, and together they may exceed the timeout of this one.
        session.getTransactionManager().commit();
        Map<Kind, Integer> removed = purge.run(realms);
        LOG.debugf("Purged %s", removed);
    }
}
