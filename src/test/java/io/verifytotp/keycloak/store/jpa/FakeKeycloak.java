package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.factor.Factors;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.store.Fake;
import io.verifytotp.keycloak.store.credential.CredentialFactors;
import io.verifytotp.keycloak.store.transaction.OwnTransaction;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserProvider;

/** As much of Keycloak as our own transactions need: sessions over a database and over {@link FakeUsers}, all in one commit. */
public final class FakeKeycloak {
    private final DatabaseTransactions database;
    private final FakeUsers users;
    private final AtomicInteger sessionsUntilRival = new AtomicInteger();
    private Runnable rival = () -> {};

    public FakeKeycloak(DatabaseTransactions database, FakeUsers users) {
        this.database = database;
        this.users = users;
    }

    /** Lets another request go first: it runs before that session from now, counted from 1, is opened. */
    void beforeSession(int count, Runnable rival) {
        sessionsUntilRival.set(count);
        this.rival = rival;
    }

    public OwnTransaction transactions() {
        return new OwnTransaction(Fake.of(KeycloakSessionFactory.class)
                .on("create", arguments -> session())
                .build());
    }

    /** The factors in the credentials, read in a session of its own for each question. */
    Factors factors() {
        OwnTransaction transactions = transactions();
        return new Factors() {
            @Override
            public List<Factor> of(EntityKey owner) {
                return transactions.callInSession(
                        (session, unit) -> new CredentialFactors(session, transactions).of(owner));
            }

            @Override
            public boolean anyOf(EntityKey owner) {
                return transactions.callInSession(
                        (session, unit) -> new CredentialFactors(session, transactions).anyOf(owner));
            }
        };
    }

    private KeycloakSession session() {
        if (sessionsUntilRival.decrementAndGet() == 0) {
            rival.run();
        }
        EntityManager em = database.createEntityManager();
        FakeUsers.Work work = users.begin();
        Object jpa = Fake.of(JpaConnectionProvider.class)
                .giving("getEntityManager", em)
                .build();
        return Fake.of(KeycloakSession.class)
                .giving("getTransactionManager", transactionManager(em))
                .on("getProvider", arguments -> arguments[0] == JpaConnectionProvider.class ? jpa : null)
                .giving("realms", realms())
                .giving("users", users(work))
                .giving(
                        "getContext",
                        Fake.of(KeycloakContext.class).giving("setRealm", null).build())
                .giving("getAttribute", null)
                .giving("setAttribute", null)
                .doing("close", () -> end(em, work))
                .build();
    }

    private static KeycloakTransactionManager transactionManager(EntityManager em) {
        return Fake.of(KeycloakTransactionManager.class)
                .doing("begin", () -> em.getTransaction().begin())
                .doing("setRollbackOnly", () -> em.getTransaction().setRollbackOnly())
                .on("getRollbackOnly", arguments -> em.getTransaction().getRollbackOnly())
                .build();
    }

    private static void end(EntityManager em, FakeUsers.Work work) {
        try (em) {
            if (em.getTransaction().getRollbackOnly()) {
                em.getTransaction().rollback();
            } else {
                work.commit(); // first, as the commit below lets go of the locks
                em.getTransaction().commit();
            }
        }
    }

    private static RealmProvider realms() {
        return Fake.of(RealmProvider.class)
                .on("getRealm", arguments -> Fake.of(RealmModel.class)
                        .giving("getId", arguments[0])
                        .build())
                .build();
    }

    private static UserProvider users(FakeUsers.Work work) {
        return Fake.of(UserProvider.class)
                .on("getUserById", arguments -> work.user((String) arguments[1]))
                .build();
    }
}
