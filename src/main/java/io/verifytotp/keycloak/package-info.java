/**
 * The extension's own mark for its public surface. Each layer has a package of its own below; docs/architecture.md says
 * what is where.
 */
package io.verifytotp.keycloak;
