package io.verifytotp.keycloak.domain.id;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which part of a list is wanted. Lists are ordered by time and id, and a page begins beside a position, not at a
 * number: what is added or goes meanwhile shifts nothing, and the last page costs what the first one does.
 *
 * @param size how many items at most
 * @param from the position beside which the page begins; empty for the beginning of the list
 * @param backwards whether the page ends before {@code from} instead of beginning after it
 * @param newestFirst whether the list runs from the newest to the oldest
 */
public record PageRequest(int size, Optional<Position> from, boolean backwards, boolean newestFirst) {
    public PageRequest {
        Objects.requireNonNull(from, "from");
        if (size < 1) {
            throw new IllegalArgumentException("size must be positive, got " + size);
        }
        if (backwards && from.isEmpty()) {
            throw new IllegalArgumentException("there is nothing before the beginning");
        }
    }

    /** Where an item is in its list. It says nothing about which list, and opens none. */
    public record Position(Instant at, UUID id) implements Comparable<Position> {
        private static final Comparator<Position> ORDER = Comparator.comparing(Position::at)
                .thenComparing(position -> position.id().toString());

        public Position {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(id, "id");
        }

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /** Whether the items that are read for this page come from old to new. */
    public boolean readsAscending() {
        return backwards == newestFirst;
    }

    /** How many items to read, beginning at {@code from}: one more than wanted, to see whether there are more. */
    public int toRead() {
        return size + 1;
    }

    /** The page, made of what was read in the order of {@link #readsAscending}. */
    public <T> Page<T> page(List<T> read) {
        boolean more = read.size() > size;
        List<T> items = more ? read.subList(0, size) : read;
        if (!backwards) {
            return new Page<>(items, from.isPresent(), more);
        }
        return new Page<>(reversed(items), more, true);
    }

    /** The page of a list that is short enough to be at hand. */
    public <T> Page<T> pageOf(List<T> all, Function<T, Position> position) {
        Comparator<T> order = Comparator.comparing(position);
        Comparator<Position> direction = readsAscending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Stream<T> sorted = all.stream().sorted(readsAscending() ? order : order.reversed());
        return page(sorted.filter(item -> from.map(start -> direction.compare(position.apply(item), start) > 0)
                        .orElse(true))
                .limit(toRead())
                .toList());
    }

    private static <T> List<T> reversed(List<T> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(items.size() - 1 - i))
                .toList();
    }
}
