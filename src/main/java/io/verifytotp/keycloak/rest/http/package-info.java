/**
 * Forms of requests and responses that all operations share: parameters, paths, links, pages, errors. Start with
 * {@link io.verifytotp.keycloak.rest.http.ApiError}.
 */
package io.verifytotp.keycloak.rest.http;
