package io.verifytotp.keycloak.setup.flow;

import java.util.List;

/** Thrown where Keycloak sends a page: the user answers it, or chooses another of these steps. */
final class PageShown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Step> choices;

    PageShown(List<Step> choices) {
        super(null, null, false, false);
        this.choices = List.copyOf(choices);
    }

    /** Steps that the user may answer now; none at an error page. */
    List<Step> choices() {
        return choices;
    }
}
