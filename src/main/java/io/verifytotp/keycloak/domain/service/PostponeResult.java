package io.verifytotp.keycloak.domain.service;

/** Result of postponing enrollment. */
public enum PostponeResult {
    /** It was counted, and the login may continue. */
    COUNTED,
    /** A limit is reached, or there is no grace period. */
    OVER,
    /** Enrollment was postponed since the page was shown: by another post of the page, or in another login. */
    PAGE_OUTDATED
}
