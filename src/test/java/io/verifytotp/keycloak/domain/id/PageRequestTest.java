package io.verifytotp.keycloak.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verifytotp.keycloak.domain.contract.PageWalk;
import io.verifytotp.keycloak.domain.id.PageRequest.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Nested
    class WalkedThrough {
        private final long seed = new Random().nextLong();
        private final Random random = new Random(seed);

        /** Many lists of any length, in which many positions share their time; the seed is printed with a failure. */
        @Test
        void hasEachItemOnceAndTheSamePagesBothWays() {
            for (int round = 0; round < 400; round++) {
                List<Position> list = aList(random.nextInt(25));
                int size = 1 + random.nextInt(list.size() + 2);
                boolean newestFirst = random.nextBoolean();
                String as = "seed %s, round %s: %s items by %s".formatted(seed, round, list.size(), size);

                PageWalk<Position> walk = new PageWalk<>(request -> request.pageOf(list, item -> item), item -> item);
                List<List<Position>> pages = walk.forwards(size, newestFirst);

                assertThat(pages.stream().flatMap(List::stream)).as(as).isEqualTo(sorted(list, newestFirst));
                assertThat(pages.subList(0, pages.size() - 1)).as(as).allMatch(page -> page.size() == size);
                if (pages.size() > 1) {
                    Position firstOfLast = pages.get(pages.size() - 1).get(0);
                    assertThat(walk.backwards(size, newestFirst, firstOfLast))
                            .as(as)
                            .isEqualTo(pages.subList(0, pages.size() - 1));
                }
            }
        }

        /** From wherever one begins, also beside an item that is gone: what comes before, and what comes after. */
        @Test
        void missesNothingOnEitherSideOfAnyPosition() {
            for (int round = 0; round < 400; round++) {
                List<Position> list = aList(random.nextInt(25));
                Position from = aPosition();
                boolean newestFirst = random.nextBoolean();
                List<Position> sorted = sorted(list, newestFirst);

                Page<Position> after =
                        new PageRequest(100, Optional.of(from), false, newestFirst).pageOf(list, item -> item);
                Page<Position> before =
                        new PageRequest(100, Optional.of(from), true, newestFirst).pageOf(list, item -> item);

                assertThat(Stream.concat(before.items().stream(), after.items().stream()))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(sorted.stream()
                                .filter(item -> !item.equals(from))
                                .toList());
            }
        }

        private List<Position> aList(int length) {
            return IntStream.range(0, length).mapToObj(i -> aPosition()).toList();
        }

        private Position aPosition() {
            return new Position(NOW.plusMillis(random.nextInt(5)), new UUID(random.nextLong(), random.nextLong()));
        }

        private List<Position> sorted(List<Position> list, boolean newestFirst) {
            List<Position> sorted = new ArrayList<>(list);
            sorted.sort(newestFirst ? Comparator.reverseOrder() : Comparator.naturalOrder());
            return sorted;
        }
    }

    @Nested
    class OfAListOfFive {
        private final List<Position> list =
                IntStream.range(0, 5).mapToObj(i -> at(i)).toList();

        @ParameterizedTest(name = "{0} from {1}, backwards {2}, newest first {3}: {4}, previous {5}, next {6}")
        @CsvSource(nullValues = "-", textBlock = """
                2, -, false, false, 01,    false, true
                2, 1, false, false, 23,    true,  true
                2, 3, false, false, 4,     true,  false
                2, 4, false, false, '',    true,  false
                2, 3, true,  false, 12,    true,  true
                2, 2, true,  false, 01,    false, true
                2, 1, true,  false, 0,     false, true
                2, 0, true,  false, '',    false, true
                2, -, false, true,  43,    false, true
                2, 3, false, true,  21,    true,  true
                2, 1, false, true,  0,     true,  false
                2, 2, true,  true,  43,    false, true
                2, 0, true,  true,  21,    true,  true
                5, -, false, false, 01234, false, false
                4, -, false, false, 0123,  false, true
                """)
        void isThisPage(
                int size,
                Integer from,
                boolean backwards,
                boolean newestFirst,
                String items,
                boolean hasPrevious,
                boolean hasNext) {
            PageRequest request =
                    new PageRequest(size, Optional.ofNullable(from).map(PageRequestTest::at), backwards, newestFirst);

            Page<Position> page = request.pageOf(list, item -> item);

            assertThat(page.items())
                    .isEqualTo(items.chars().mapToObj(digit -> at(digit - '0')).toList());
            assertThat(page.hasPrevious()).isEqualTo(hasPrevious);
            assertThat(page.hasNext()).isEqualTo(hasNext);
        }

        @Test
        void isNotChangedThroughTheListItWasMadeOf() {
            List<Position> read = new ArrayList<>(list);
            Page<Position> page = new Page<>(read, false, false);

            read.clear();

            assertThat(page.items()).isEqualTo(list);
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> page.items().clear());
        }
    }

    @Nested
    class OfAnEmptyList {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isEmptyAndAlone(boolean newestFirst) {
            Page<Position> page = new PageRequest(5, Optional.empty(), false, newestFirst).page(List.of());

            assertThat(page).isEqualTo(new Page<>(List.of(), false, false));
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void isASizeThatIsNotPositive(int size) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PageRequest(size, Optional.empty(), false, false))
                    .withMessage("size must be positive, got " + size);
        }

        @Test
        void isThePageBeforeTheBeginning() {
            assertThatIllegalArgumentException().isThrownBy(() -> new PageRequest(1, Optional.empty(), true, false));
        }
    }

    @Nested
    class Positions {
        @Test
        void areOrderedByTimeThenById() {
            Position early = new Position(NOW, new UUID(9, 9));
            Position late = new Position(NOW.plusMillis(1), new UUID(0, 0));
            Position lateToo = new Position(NOW.plusMillis(1), new UUID(0, 1));

            assertThat(early).isLessThan(late);
            assertThat(late).isLessThan(lateToo);
        }

        /** A UUID compares itself as two signed numbers, a database compares its text. */
        @Test
        void areOrderedAsTheDatabaseOrdersTheTextOfIds() {
            Position low = new Position(NOW, UUID.fromString("7fffffff-0000-0000-0000-000000000000"));
            Position high = new Position(NOW, UUID.fromString("80000000-0000-0000-0000-000000000000"));

            assertThat(low).isLessThan(high);
        }
    }

    private static Position at(int millis) {
        return new Position(NOW.plusMillis(millis), new UUID(0, millis));
    }
}
