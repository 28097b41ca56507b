package io.verifytotp.keycloak.it.support.provider;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Shows what the database holds of a realm's factors, which no API of Keycloak's or ours does. */
@Produces(MediaType.APPLICATION_JSON)
public final class StoredFactors implements RealmResourceProvider {
    private static final String OF_REALM = """
            select c.user_id, cast(c.secret_data as varchar),
                concat_ws('|', c.id, c.type, c.user_label, c.created_date, c.credential_data, c.priority)
            from credential c join user_entity u on u.id = c.user_id
            where c.type = 'verify-totp' and c.salt is null and u.realm_id = ?1
            order by c.id""";

    private final KeycloakSession session;

    StoredFactors(KeycloakSession session) {
        this.session = session;
    }

    /** Each factor's user, the secret part of its credential, and all else in the row but its version. */
    @GET
    public List<Map<String, String>> all() {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        String realm = session.getContext().getRealm().getId();
        List<?> rows = em.createNativeQuery(OF_REALM).setParameter(1, realm).getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> Map.of("user", text(row[0]), "secret", text(row[1]), "rest", text(row[2])))
                .toList();
    }

    private static String text(Object column) {
        return String.valueOf(column);
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {}
}
