package io.verifytotp.keycloak.domain.service;

/** How the wish to put enrollment off ended. */
public enum PostponeResult {
    /** It was counted, and the login may go on. */
    COUNTED,
    /** The limits are reached, or nothing can be put off. */
    OVER,
    /** It was put off since the page was shown: by another post of that page, or in another login. */
    PAGE_OUTDATED
}
