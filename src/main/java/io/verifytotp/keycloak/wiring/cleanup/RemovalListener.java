package io.verifytotp.keycloak.wiring.cleanup;

import io.verifytotp.keycloak.domain.id.StoreUnavailableException;
import io.verifytotp.keycloak.store.jpa.CascadingDeletes;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Removes our rows after Keycloak has removed what they belong to: there are no foreign keys into Keycloak's tables. Each
 * removal runs in a transaction of its own, after Keycloak's removal was committed. The purge removes what is left if
 * the database fails.
 */
final class RemovalListener {
    private static final Logger LOG = Logger.getLogger(RemovalListener.class);

    private final CascadingDeletes deletes;

    RemovalListener(CascadingDeletes deletes) {
        this.deletes = deletes;
    }

    void onEvent(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            String realm = removed.getRealm().getId();
            String user = removed.getUser().getId();
            after(removed.getKeycloakSession(), rows -> rows.user(realm, user));
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realm = removed.getRealm().getId();
            after(removed.getKeycloakSession(), rows -> rows.realm(realm));
        } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
            String realm = removed.getClient().getRealm().getId();
            String client = removed.getClient().getClientId();
            after(removed.getKeycloakSession(), rows -> rows.client(realm, client));
        }
    }

    /** Removes the row of a removed credential; if there was one, the credential was ours, and {@code ours} is run. */
    void credential(KeycloakSession session, String realm, String credential, Runnable ours) {
        after(session, rows -> {
            if (rows.credential(realm, credential)) {
                ours.run();
            }
        });
    }

    private void after(KeycloakSession session, Consumer<CascadingDeletes> removal) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    removal.accept(deletes);
                } catch (StoreUnavailableException e) {
                    LOG.warn("Rows of a removed object are left for the purge. Check the database.", e);
                }
            }

            @Override
            protected void rollbackImpl() {
                // Keycloak removed nothing
            }
        });
    }
}
