/**
 * Receipts of approved challenges: what they say, and their signature. Start with
 * {@link io.verifytotp.keycloak.rest.receipt.ReceiptIssuer}.
 */
package io.verifytotp.keycloak.rest.receipt;
