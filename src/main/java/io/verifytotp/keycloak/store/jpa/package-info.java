/**
 * Rows of Entities, factors and challenges, the Liquibase change log, and the statements that settle a code. Start
 * with {@link io.verifytotp.keycloak.store.jpa.JpaFactorLedger}.
 *
 * <p>Everything here runs in short transactions of its own ({@link io.verifytotp.keycloak.store.transaction.Transactions}):
 * the request's transaction never holds a row of ours, so a request that fails later can't give a spent code back,
 * and the two can't wait for each other. May import {@code domain}, {@code totp}, {@code store.credential},
 * Keycloak and JPA.
 */
package io.verifytotp.keycloak.store.jpa;

