package io.verifytotp.keycloak.domain.id;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Request for a page of a list. Lists are ordered by time and id. A page starts next to a position, not at a number:
 * items that are added or removed in the meantime shift nothing, and the last page costs as much as the first.
 *
 * @param size maximum number of items
 * @param from the position next to which the page starts; empty for the beginning of the list
 * @param backwards whether the page ends before {@code from} instead of starting after it
 * @param newestFirst whether the list is ordered from the newest to the oldest
 */
public record PageRequest(int size, Optional<Position> from, boolean backwards, boolean newestFirst) {
    public PageRequest {
        if (size < 1) {
            throw new IllegalArgumentException("size must be positive, got " + size);
        }
        if (backwards && from.isEmpty()) {
            throw new IllegalArgumentException("a page before the beginning of the list does not exist");
        }
    }

    /** Position of an item in its list. It neither identifies the list nor gives access to it. */
    public record Position(Instant at, UUID id) implements Comparable<Position> {
        private static final Comparator<Position> ORDER = Comparator.comparing(Position::at)
                .thenComparing(position -> position.id().toString());

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /** Returns whether the items of this page are read from old to new. */
    public boolean readsAscending() {
        return backwards == newestFirst;
    }

    /** Returns the number of items to read, one more than {@code size} to find out whether there are more. */
    public int toRead() {
        return size + 1;
    }

    /** Makes the page of items that were read in the order of {@link #readsAscending}. */
    public <T> Page<T> page(List<T> read) {
        boolean more = read.size() > size;
        List<T> items = more ? read.subList(0, size) : read;
        if (!backwards) {
            return new Page<>(items, from.isPresent(), more);
        }
        List<T> reversed = new ArrayList<>(items);
        Collections.reverse(reversed);
        return new Page<>(reversed, more, true);
    }

    /** Makes the page of a list that is in memory. */
    public <T> Page<T> pageOf(List<T> all, Function<T, Position> position) {
        Comparator<T> order = Comparator.comparing(position);
        Comparator<Position> direction = readsAscending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Stream<T> sorted = all.stream().sorted(readsAscending() ? order : order.reversed());
        return page(sorted.filter(item -> from.map(start -> direction.compare(position.apply(item), start) > 0)
                        .orElse(true))
                .limit(toRead())
                .toList());
    }
}
