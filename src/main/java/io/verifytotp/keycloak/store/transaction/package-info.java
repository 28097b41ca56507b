/**
 * Transactions of our own, which have committed when they return. Start with
 * {@link io.verifytotp.keycloak.store.transaction.OwnTransaction}, the one class that opens them.
 */
package io.verifytotp.keycloak.store.transaction;
