package io.verifytotp.keycloak.it.adopt;

import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestUser;

/** One kind of the users of a realm: where they come from, and how they get past their first factor. */
interface KindOfUsers extends AutoCloseable {
    /** A new one, whom Keycloak knows, with the id as it stands in a path. */
    TestUser add(String username);

    /** The page behind the first factor, in a browser without a session. */
    default HttpPage firstFactor(HttpLogin login, TestUser user) {
        return login.startWithPassword(user);
    }

    /** Removes one as an administrator of the realm does. */
    void remove(TestUser user);

    @Override
    default void close() {}
}
