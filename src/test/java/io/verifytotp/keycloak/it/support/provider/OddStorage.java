package io.verifytotp.keycloak.it.support.provider;

import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.user.UserLookupProvider;

/**
 * A user storage that can only be read. It has everybody whose name begins with {@value #PREFIX}, with an id that has all
 * that makes ids hard to handle, and keeps passwords itself.
 */
public final class OddStorage implements UserStorageProvider, UserLookupProvider, CredentialInputValidator {
    public static final String PREFIX = "odd-";

    private static final String BEFORE = "Ünit:7/";
    private static final String BEHIND = " %2F?#+ä";

    private final KeycloakSession session;
    private final ComponentModel component;

    OddStorage(KeycloakSession session, ComponentModel component) {
        this.session = session;
        this.component = component;
    }

    /** The id that Keycloak knows a user of this storage by. */
    public static String id(String component, String username) {
        return "f:" + component + ':' + BEFORE + username + BEHIND;
    }

    @Override
    public UserModel getUserById(RealmModel realm, String id) {
        String external = StorageId.externalId(id);
        return external.startsWith(BEFORE) && external.endsWith(BEHIND)
                ? getUserByUsername(realm, external.substring(BEFORE.length(), external.length() - BEHIND.length()))
                : null;
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        return username.startsWith(PREFIX)
                ? new OddUser(session, realm, component, id(component.getId(), username), username)
                : null;
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        return null;
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return type.equals(PasswordCredentialModel.TYPE);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type);
    }

    /** As {@code TestUser} has it. */
    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return supportsCredentialType(input.getType())
                && (user.getUsername() + "-password").equals(input.getChallengeResponse());
    }

    @Override
    public void close() {}
}
