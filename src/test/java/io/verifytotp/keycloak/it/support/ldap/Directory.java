package io.verifytotp.keycloak.it.support.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import io.verifytotp.keycloak.it.support.Ports;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A company's directory of people, which Keycloak asks by LDAP. */
public final class Directory implements AutoCloseable {
    private static final String BASE = "dc=owlbank,dc=example";
    private static final String ADMINISTRATOR = "cn=keycloak";
    private static final String PASSWORD = "of the administrator";

    private final InMemoryDirectoryServer server;

    private Directory(InMemoryDirectoryServer server) {
        this.server = server;
    }

    public static Directory start() {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials(ADMINISTRATOR, PASSWORD);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig(
                    "ldap", Ports.free(1).get(0)));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            Directory directory = new Directory(server);
            directory.addBase();
            server.startListening();
            return directory;
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addBase() {
        try {
            server.add("dn: " + BASE, "objectClass: domain", "dc: owlbank");
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    public void add(String username) {
        try {
            server.add(
                    "dn: " + dn(username),
                    "objectClass: inetOrgPerson",
                    "uid: " + username,
                    "cn: First of " + username,
                    "sn: Last of " + username,
                    "mail: " + username + "@example.org",
                    "userPassword: " + new TestUser("", username).password());
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean has(String username) {
        try {
            return server.getEntry(dn(username)) != null;
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    public void remove(String username) {
        try {
            server.delete(dn(username));
        } catch (LDAPSDKException e) {
            throw new IllegalStateException(e);
        }
    }

    public void clear() {
        server.clear();
        addBase();
    }

    /** Makes its people users of a realm; the id of the realm's component. */
    public String connect(TestRealm realm, String editMode, boolean imported) {
        Map<String, String> config = Map.ofEntries(
                Map.entry("vendor", "other"),
                Map.entry("connectionUrl", "ldap://localhost:" + server.getListenPort()),
                Map.entry("authType", "simple"),
                Map.entry("bindDn", ADMINISTRATOR),
                Map.entry("bindCredential", PASSWORD),
                Map.entry("usersDn", BASE),
                Map.entry("usernameLDAPAttribute", "uid"),
                Map.entry("rdnLDAPAttribute", "uid"),
                Map.entry("uuidLDAPAttribute", "entryUUID"),
                Map.entry("userObjectClasses", "inetOrgPerson"),
                Map.entry("editMode", editMode),
                Map.entry("importEnabled", String.valueOf(imported)),
                Map.entry("trustEmail", "true"));
        return UserStorages.add(
                realm,
                "ldap",
                config.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
    }

    private static String dn(String username) {
        return "uid=" + username + ',' + BASE;
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
