package io.verifytotp.keycloak.wiring;

import io.verifytotp.keycloak.domain.id.Identifiers;
import io.verifytotp.keycloak.rest.access.ApiRole;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;

/**
 * The realms that lack something that {@link RealmSetup} gives them, or whose prove action is disabled (for a warning) or
 * not before all others. One query tells: reading every realm at every start would take seconds where there are many.
 */
final class IncompleteRealms {
    private static final String WITHOUT_AN_ACTION = """
            select r.ID from {h-schema}REALM r
             where (select count(distinct a.ALIAS) from {h-schema}REQUIRED_ACTION_PROVIDER a
                     where a.REALM_ID = r.ID and a.ALIAS in (:actions)) < :numberOfActions""";
    private static final String PROVE_BEHIND_OTHERS = """
            select p.REALM_ID from {h-schema}REQUIRED_ACTION_PROVIDER p, {h-schema}REQUIRED_ACTION_PROVIDER o
             where p.ALIAS = :prove and o.REALM_ID = p.REALM_ID and o.ALIAS <> p.ALIAS and o.PRIORITY <= p.PRIORITY""";
    private static final String PROVE_DISABLED = """
            select p.REALM_ID from {h-schema}REQUIRED_ACTION_PROVIDER p
             where p.ALIAS = :prove and p.ENABLED = :disabled""";
    private static final String WITHOUT_A_ROLE = """
            select r.ID from {h-schema}REALM r, {h-schema}CLIENT c
             where %s
               and (select count(o.ID) from {h-schema}KEYCLOAK_ROLE o
                     where o.CLIENT = c.ID and o.NAME in (:roles) and o.DESCRIPTION is not null) < :numberOfRoles""";
    private static final String QUERY = String.join(
            "\nunion\n",
            WITHOUT_AN_ACTION,
            PROVE_BEHIND_OTHERS,
            PROVE_DISABLED,
            WITHOUT_A_ROLE.formatted("c.REALM_ID = r.ID and c.CLIENT_ID = :management"),
            WITHOUT_A_ROLE.formatted("c.ID = r.MASTER_ADMIN_CLIENT"));

    private IncompleteRealms() {}

    /** Returns their ids, past all caches. */
    static List<String> ids(KeycloakSession session, Collection<String> actions) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<?> ids = em.createNativeQuery(QUERY)
                .setParameter("actions", actions)
                .setParameter("numberOfActions", actions.size())
                .setParameter("prove", Identifiers.PROVE_ACTION)
                .setParameter("disabled", false)
                .setParameter("management", Constants.REALM_MANAGEMENT_CLIENT_ID)
                .setParameter("roles", ApiRole.names())
                .setParameter("numberOfRoles", ApiRole.values().length)
                .getResultList();
        return ids.stream().map(Object::toString).toList();
    }
}
