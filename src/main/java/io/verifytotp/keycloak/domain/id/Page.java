package io.verifytotp.keycloak.domain.id;

import io.verifytotp.keycloak.PublicApi;
import java.util.List;

/** Part of a list, with flags for more items before and after it. */
@PublicApi
public record Page<T>(List<T> items, boolean hasPrevious, boolean hasNext) {
    public Page {
        items = List.copyOf(items);
    }
}
