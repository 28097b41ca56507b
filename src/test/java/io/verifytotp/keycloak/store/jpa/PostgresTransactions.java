package io.verifytotp.keycloak.store.jpa;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Transactions on a PostgreSQL of their own. */
final class PostgresTransactions extends DatabaseTransactions {
    private static final String USER = "postgres";

    private final EmbeddedPostgres postgres;

    private PostgresTransactions(EmbeddedPostgres postgres, List<Class<?>> more) {
        super(new Login(postgres.getJdbcUrl(USER, "postgres"), USER, USER), more);
        this.postgres = postgres;
    }

    /** Skips the test where there are no binaries. */
    static PostgresTransactions open() {
        return open(List.of());
    }

    /** The same with Keycloak's tables beside ours. */
    static PostgresTransactions openWithKeycloaksTables() {
        return open(KeycloakTables.ofKeycloak());
    }

    private static PostgresTransactions open(List<Class<?>> more) {
        boolean binaries = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        Assumptions.assumeTrue(binaries, "The build has PostgreSQL for Linux on x86-64 only");
        try {
            return new PostgresTransactions(
                    EmbeddedPostgres.builder()
                            .setServerConfig("max_connections", String.valueOf(POOL + 50))
                            .start(),
                    more);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start", e);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        }
    }
}
