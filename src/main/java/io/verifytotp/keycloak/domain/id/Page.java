package io.verifytotp.keycloak.domain.id;

import java.util.List;

/** Part of a list, and whether there is more of it on either side. */
public record Page<T>(List<T> items, boolean hasPrevious, boolean hasNext) {
    public Page {
        items = List.copyOf(items);
    }
}
