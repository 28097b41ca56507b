package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.clock.TestClockJar;
import io.verifytotp.keycloak.it.support.db.DatabaseServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Describes a server. Unless told otherwise: the version under test, production mode, our product jar and the test
 * clock, H2 in memory, local caches, health and metrics on, the fastest start that the JVM offers.
 */
public final class KeycloakServerBuilder {
    private final String name;
    private final List<Path> providers = new ArrayList<>(List.of(TestClockJar.path()));
    private final SortedMap<String, String> buildOptions =
            new TreeMap<>(Map.of("db", "dev-mem", "health-enabled", "true", "metrics-enabled", "true"));
    private final SortedMap<String, String> options = new TreeMap<>(Map.of("cache", "local"));
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>(ServerEnvironment.SHORT_LIVED_JVM);
    private final List<Path> realms = new ArrayList<>();
    private String version = Settings.keycloakVersion();
    private Optional<Path> productJar = Optional.of(Settings.productJar());
    private Path javaHome = ServerEnvironment.RUNNING_JAVA;
    private boolean devMode;
    private AdminAccount adminAccount = AdminAccount.random();
    private Optional<Path> data = Optional.empty();

    public KeycloakServerBuilder(String name) {
        this.name = name;
        feature("features", Settings.features());
        feature("features-disabled", Settings.disabledFeatures());
    }

    private void feature(String option, String names) {
        if (!names.isEmpty()) {
            buildOptions.put(option, names);
        }
    }

    public KeycloakServerBuilder version(String version) {
        this.version = version;
        return this;
    }

    /** Another build of our product than the one under test. */
    public KeycloakServerBuilder productJar(Path jar) {
        productJar = Optional.of(jar);
        return this;
    }

    /** A Keycloak without our product, as before an installation and after a removal. */
    public KeycloakServerBuilder withoutProduct() {
        productJar = Optional.empty();
        return this;
    }

    public KeycloakServerBuilder provider(Path jar) {
        providers.add(jar);
        return this;
    }

    /** An option of {@code kc.sh build}; every new combination costs a build of 20 s, once. */
    public KeycloakServerBuilder buildOption(String key, String value) {
        buildOptions.put(key, value);
        return this;
    }

    /** An option of {@code kc.sh start}, without its leading dashes. */
    public KeycloakServerBuilder option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /** A database in the server's own folder, which outlives a restart. */
    public KeycloakServerBuilder databaseFile() {
        return buildOption("db", "dev-file");
    }

    /**
     * A database in the server's memory, which ends with the server. The file's build serves it as well; writing the
     * file would be a seventh of the server's work.
     */
    public KeycloakServerBuilder databaseInMemory() {
        return databaseFile().option("db-url", "jdbc:h2:mem:keycloakdb;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1");
    }

    public KeycloakServerBuilder database(DatabaseServer database) {
        return buildOption("db", database.vendor())
                .option("db-url", database.jdbcUrl())
                .option("db-username", database.user())
                .option("db-password", database.password());
    }

    /** Beside the levels that every server here has, such as {@code org.keycloak.events:debug}. */
    public KeycloakServerBuilder logLevel(String levels) {
        return option("log-level", ServerProcess.LOG_LEVELS + ',' + levels);
    }

    public KeycloakServerBuilder environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public KeycloakServerBuilder jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** As operators run it: no test clock, and the JVM's own choice of compiler and collector. */
    public KeycloakServerBuilder asInProduction() {
        providers.remove(TestClockJar.path());
        jvmOptions.clear();
        return this;
    }

    public KeycloakServerBuilder javaHome(Path home) {
        javaHome = home;
        return this;
    }

    /** A realm export, {@code <realm>-realm.json}, that is imported unless there is such a realm. */
    public KeycloakServerBuilder realm(Path export) {
        realms.add(export);
        return this;
    }

    /** {@code start-dev}, which builds at its first start. */
    public KeycloakServerBuilder devMode() {
        devMode = true;
        return this;
    }

    /** The administrator of another server on the same database. */
    public KeycloakServerBuilder adminAccount(AdminAccount account) {
        adminAccount = account;
        return this;
    }

    /** Goes on with a copy of the data of a server that has been stopped, as after an upgrade. */
    public KeycloakServerBuilder continuing(KeycloakServer stopped) {
        data = Optional.of(stopped.home().data());
        return databaseFile().adminAccount(stopped.adminAccount());
    }

    /** Running and ready when this returns. */
    public KeycloakServer start() {
        List<Path> jars = new ArrayList<>(providers);
        productJar.ifPresent(jars::add);
        ServerBuild build = new ServerBuild(version, jars, buildOptions);
        KeycloakServer server = KeycloakServer.layOut(new ServerSpec(
                name, build, devMode, javaHome, jvmOptions, options, environment, realms, adminAccount, data));
        server.start();
        return server;
    }
}
