package io.verifytotp.keycloak.domain;

/** The Services of a server. */
public interface Services {
    /**
     * The default Service of a realm.
     *
     * @param realm id of a realm that exists
     */
    Service defaultOf(String realm);
}
