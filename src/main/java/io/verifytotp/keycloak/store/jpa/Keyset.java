package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.PageRequest;
import jakarta.persistence.TypedQuery;

/**
 * The part of a query that cuts one page out of a list ordered by creation and id. It begins at a position in the
 * index, so that the last page costs what the first one does.
 *
 * @param row the query's name for the row
 */
record Keyset(PageRequest request, String row) {

    /** To go after the other conditions: the position, the order. */
    String clause() {
        String beyond = request.readsAscending() ? ">" : "<";
        String direction = request.readsAscending() ? "asc" : "desc";
        // The first half is what the index can seek; an "or" alone would have it scanned.
        String position = request.from().isEmpty()
                ? ""
                : " and %1$s.createdAt %2$s= :fromAt and (%1$s.createdAt %2$s :fromAt or %1$s.id %2$s :fromId)"
                        .formatted(row, beyond);
        return position + " order by %1$s.createdAt %2$s, %1$s.id %2$s".formatted(row, direction);
    }

    <T> TypedQuery<T> cut(TypedQuery<T> query) {
        request.from().ifPresent(position -> query.setParameter(
                        "fromAt", position.at().toEpochMilli())
                .setParameter("fromId", position.id().toString()));
        return query.setMaxResults(request.toRead());
    }
}
