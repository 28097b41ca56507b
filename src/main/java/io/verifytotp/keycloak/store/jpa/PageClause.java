package io.verifytotp.keycloak.store.jpa;

import io.verifytotp.keycloak.domain.id.PageRequest;
import jakarta.persistence.TypedQuery;

/** Selects one page of a list ordered by creation and id, from a position in the index: the last page costs no more. */
final class PageClause {
    private final PageRequest request;
    private final String row;

    /** @param row the query's name for the row */
    PageClause(PageRequest request, String row) {
        this.request = request;
        this.row = row;
    }

    /** Returns position and order, to be appended to the other conditions. */
    String clause() {
        String beyond = request.readsAscending() ? ">" : "<";
        String direction = request.readsAscending() ? "asc" : "desc";
        // The first condition lets the database seek in the index; the "or" alone would make it scan.
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
