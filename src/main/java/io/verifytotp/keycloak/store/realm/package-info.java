/**
 * Services as a realm keeps them: the default one in the configuration of the required action that enrolls, the others as
 * components. Start with {@link io.verifytotp.keycloak.store.realm.RealmServices}.
 *
 * <p>May import {@code domain} and Keycloak.
 */
package io.verifytotp.keycloak.store.realm;
