package io.verifytotp.keycloak.it.support.provider;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.UserCredentialManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.storage.adapter.AbstractUserAdapter;

/** A user of {@link OddStorage}: nothing about it can be changed but its credentials, which Keycloak keeps. */
final class OddUser extends AbstractUserAdapter {
    private final String id;
    private final String username;

    OddUser(KeycloakSession session, RealmModel realm, ComponentModel component, String id, String username) {
        super(session, realm, component);
        this.id = id;
        this.username = username;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public boolean isEmailVerified() {
        return true;
    }

    @Override
    public Map<String, List<String>> getAttributes() {
        return Map.of(
                USERNAME,
                List.of(username),
                EMAIL,
                List.of(getEmail()),
                FIRST_NAME,
                List.of(getFirstName()),
                LAST_NAME,
                List.of(getLastName()));
    }

    @Override
    public Stream<String> getAttributeStream(String name) {
        return getAttributes().getOrDefault(name, List.of()).stream();
    }

    @Override
    public String getFirstAttribute(String name) {
        return getAttributeStream(name).findFirst().orElse(null);
    }

    @Override
    public String getEmail() {
        return username + "@example.org";
    }

    @Override
    public String getFirstName() {
        return "Odd";
    }

    @Override
    public String getLastName() {
        return "Owl";
    }

    @Override
    public SubjectCredentialManager credentialManager() {
        return new UserCredentialManager(session, realm, this);
    }
}
