/**
 * The operations of the API, with their parameters and representations. Start with
 * {@link io.verifytotp.keycloak.rest.resource.ChallengesResource}.
 */
package io.verifytotp.keycloak.rest.resource;
