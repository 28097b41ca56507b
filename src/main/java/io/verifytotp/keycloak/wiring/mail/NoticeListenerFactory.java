package io.verifytotp.keycloak.wiring.mail;

import io.verifytotp.keycloak.wiring.server.GlobalListenerFactory;
import io.verifytotp.keycloak.wiring.server.KeycloakClock;
import io.verifytotp.keycloak.wiring.server.RateLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/**
 * Registers the {@link NoticeListener} in every realm, where {@code notifyUsers} of the default Service turns it off.
 */
public final class NoticeListenerFactory extends GlobalListenerFactory {
    private static final Logger LOG = Logger.getLogger(NoticeListenerFactory.class);

    private static final String ID = "verify-totp-notices";
    private static final String PLACES = "queue";
    private static final int DEFAULT_PLACES = 1000;
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(5);

    private MailQueue queue;
    private Optional<Notices> notices = Optional.empty();

    /** Finds the notices of this server; empty if an operator has disabled the listener. */
    public static Optional<Notices> noticesOf(KeycloakSessionFactory factory) {
        return factory.getProviderFactory(EventListenerProvider.class, ID) instanceof NoticeListenerFactory listener
                ? listener.notices
                : Optional.empty();
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new NoticeListener(session, notices);
    }

    @Override
    public void init(Config.Scope config) {
        queue = new MailQueue(config.getInt(PLACES, DEFAULT_PLACES));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RateLimit rateLimit = new RateLimit(new KeycloakClock());
        notices = Optional.of(new Notices(queue, new NoticeSender(factory, rateLimit), rateLimit));
    }

    @Override
    public void close() {
        int left = queue.close(SHUTDOWN_WAIT);
        if (left > 0) {
            LOG.warnf("The server stops: %d mails to users were not sent. Check the realms' mail servers.", left);
        }
    }

    /** Keeps the database connection, which sending needs, open until this factory is closed. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public String getId() {
        return ID;
    }
}
