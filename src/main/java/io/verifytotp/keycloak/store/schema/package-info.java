/**
 * This package tells Keycloak and Liquibase at start-up which tables we need. Start with
 * {@link io.verifytotp.keycloak.store.schema.VerifyJpaEntityProvider}.
 */
package io.verifytotp.keycloak.store.schema;
