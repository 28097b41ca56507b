/**
 * Transactions of our own, beside the request's. Start with
 * {@link io.verifytotp.keycloak.store.transaction.OwnTransaction}, the only class that opens them.
 */
package io.verifytotp.keycloak.store.transaction;
