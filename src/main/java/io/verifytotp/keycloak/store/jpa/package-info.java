/**
 * Rows of Entities, factors and challenges, the Liquibase change log, and the statements that record an attempt. Start with
 * {@link io.verifytotp.keycloak.store.jpa.JpaFactorLedger}.
 *
 * <p>Everything here runs in short transactions of its own: the request's transaction never holds a row of ours, so a
 * request that fails later cannot give a spent code back, and the two cannot wait for each other. May import
 * {@code domain}, {@code totp}, {@code store.credential}, {@code store.transaction}, Keycloak and JPA.
 */
package io.verifytotp.keycloak.store.jpa;
