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
 * Removes our rows when what they belong to goes: there are no foreign keys into Keycloak's tables. Each removal waits
 * for Keycloak's own to have been committed, and is done in a transaction beside it; what an outage leaves behind the
 * purge finds.
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
            after(removed.getKeycloakSession(), store -> store.user(realm, user));
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realm = removed.getRealm().getId();
            after(removed.getKeycloakSession(), store -> store.realm(realm));
        } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
            String realm = removed.getClient().getRealm().getId();
            String client = removed.getClient().getClientId();
            after(removed.getKeycloakSession(), store -> store.client(realm, client));
        }
    }

    /** A credential was removed, perhaps one of ours. */
    void credential(KeycloakSession session, String realm, String credential) {
        after(session, store -> store.credential(realm, credential));
    }

    /** As above; if it was one of ours, {@code ours} is run when its row is gone. */
    void credential(KeycloakSession session, String realm, String credential, Runnable ours) {
        after(session, store -> {
            if (store.credential(realm, credential)) {
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
                    LOG.warn("Rows of something that was removed are left for the purge", e);
                }
            }

            @Override
            protected void rollbackImpl() {
                // nothing was removed
            }
        });
    }
}
