package io.verifytotp.keycloak.domain.id;

import java.util.List;

/** Part of a list, with flags for more items before and after it. */
public record Page<T>(List<T> items, boolean hasPrevious, boolean hasNext) {
    public Page {
        items = List.copyOf(items);
    }
}
