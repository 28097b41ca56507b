/**
 * Rows of Entities, factors and challenges, and the statements on them. Start with
 * {@link io.verifytotp.keycloak.store.jpa.JpaFactorLedger}.
 *
 * <p>Everything here runs in short transactions of its own. The request's transaction never holds a row of ours: a
 * request that fails later cannot give a used code back, and the two cannot wait for each other. May import
 * {@code domain}, {@code totp}, {@code store.credential}, {@code store.transaction}, Keycloak and JPA.
 */
package io.verifytotp.keycloak.store.jpa;
