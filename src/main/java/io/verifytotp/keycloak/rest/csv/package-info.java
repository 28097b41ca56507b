/**
 * Files of factors to import: CSV (RFC 4180), its columns and otpauth URIs. Knows nothing of Keycloak. Start with
 * {@link io.verifytotp.keycloak.rest.csv.FactorFile}.
 *
 * <p>Messages never repeat a part of the file, because any part may be a seed in the wrong place.
 */
package io.verifytotp.keycloak.rest.csv;
