/**
 * What Keycloak and Liquibase are told of our tables at start-up. Start with
 * {@link io.verifytotp.keycloak.store.schema.VerifyJpaEntityProvider}.
 */
package io.verifytotp.keycloak.store.schema;
