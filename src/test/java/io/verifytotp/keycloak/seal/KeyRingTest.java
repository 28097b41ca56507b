package io.verifytotp.keycloak.seal;

import static io.verifytotp.keycloak.seal.Keys.key;
import static io.verifytotp.keycloak.seal.Keys.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    @Nested
    class Read {
        @Test
        void hasTheKeysInTheirOrderTheFirstActive() {
            KeyRing ring = ring("k3:" + key(3), "k1:" + key(1), "k2:" + key(2));

            assertThat(ring.ids()).containsExactly("k3", "k1", "k2");
            assertThat(ring.active().id()).isEqualTo("k3");
            assertThat(ring.active().secret().getEncoded()).hasSize(32).containsOnly(3);
            assertThat(ring.active().secret().getAlgorithm()).isEqualTo("AES");
        }

        @Test
        void findsEachKeyByItsId() {
            KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));

            assertThat(ring.find("k1"))
                    .hasValueSatisfying(
                            found -> assertThat(found.secret().getEncoded()).containsOnly(1));
            assertThat(ring.find("k2")).isPresent();
            assertThat(ring.find("K1")).isEmpty();
            assertThat(ring.find("k3")).isEmpty();
            assertThat(ring.find("")).isEmpty();
        }

        @Test
        void skipsCommentsAndEmptyLines() {
            KeyRing ring =
                    ring("# newest first", "", "   ", "  k2:" + key(2) + "  ", "  # old:" + key(9), "k1:" + key(1), "");

            assertThat(ring.ids()).containsExactly("k2", "k1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void takesTheLineEndsOfEverySystem(String lineEnd) {
            KeyRing ring = ring("k2:" + key(2) + lineEnd + lineEnd + "k1:" + key(1) + lineEnd);

            assertThat(ring.ids()).containsExactly("k2", "k1");
        }

        @Test
        void takesASpaceBehindTheColon() {
            assertThat(ring("k1: " + key(1)).ids()).containsExactly("k1");
        }

        @Test
        void takesIdsOfUpTo32LettersDigitsDashesAndUnderscores() {
            String longest = "aZ09_-" + "x".repeat(26);

            assertThat(ring(longest + ":" + key(1)).ids()).containsExactly(longest);
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(ints = {1, 16, 24, 31, 33, 64})
        void isAKeyOfAnotherLength(int bytes) {
            assertRefused(
                    "k1:" + key(7, bytes), "test ring, line 1: key 'k1' has " + bytes * 8 + " bits, 256 are needed");
        }

        @Test
        void isAKeyThatIsMissing() {
            assertRefused("k1:", "test ring, line 1: key 'k1' has 0 bits, 256 are needed");
        }

        @Test
        void isAKeyThatIsNotBase64() {
            String damaged = "?" + key(7).substring(1);

            assertRefused("# ring\n\nk1:" + damaged, "test ring, line 3: key 'k1' is not Base64");
        }

        /** MariaDB and MySQL would not tell what they have sealed apart. */
        @Test
        void isAnIdThatDiffersInCapitalsOnly() {
            assertRefused("k1:" + key(1) + "\nK1:" + key(2), "test ring: there are two keys with the id 'K1'");
        }

        @Test
        void isAnIdThatIsThereTwice() {
            assertRefused("k1:" + key(1) + "\nk1:" + key(2), "test ring: there are two keys with the id 'k1'");
        }

        @Test
        void isAKeyThatIsThereTwice() {
            assertRefused("k2:" + key(1) + "\nk1:" + key(1), "test ring: the keys 'k2' and 'k1' are the same");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ":", "k 1:", "k.1:", "k/1:", "schlüssel:", "k1;", "x12345678901234567890123456789012:"})
        void isALineWithoutAValidId(String start) {
            assertRefused(
                    start + key(7),
                    "test ring, line 1: expected id:key, with an id of 1 to 32 letters, digits, dashes or underscores");
        }

        @Test
        void isALineWithIdAndKeyExchanged() {
            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> ring(key(7) + ":k1"))
                    .withMessageStartingWith("test ring, line 1: expected id:key");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n\n", "# nothing\n", "   "})
        void isARingWithoutKeys(String text) {
            assertRefused(text, "test ring: holds no key");
        }
    }

    @Nested
    class Compared {
        private final KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));

        @Test
        void isTheSameWithTheSameKeysInTheSameOrder() {
            assertThat(ring.sameAs(ring("# again", "k2:" + key(2), "k1:" + key(1))))
                    .isTrue();
        }

        @Test
        void isAnotherWithAnyDifference() {
            assertThat(ring.sameAs(ring("k1:" + key(1), "k2:" + key(2)))).isFalse();
            assertThat(ring.sameAs(ring("k2:" + key(2)))).isFalse();
            assertThat(ring.sameAs(ring("k2:" + key(2), "k1:" + key(3)))).isFalse();
            assertThat(ring.sameAs(ring("k2:" + key(2), "k3:" + key(1)))).isFalse();
        }
    }

    @Nested
    class Printed {
        @Test
        void printsIdsOnly() {
            KeyRing ring = ring("k2:" + key(2), "k1:" + key(1));

            assertThat(ring).hasToString("KeyRing[k2, k1]");
            assertThat(ring.active()).hasToString("Key[k2]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"k1:%s=", "k1:?%s", "k 1:%s", "%s", ":%s", "%s:k1", "k1:%s\nk1:%s", "k1:%s\nk2:%s", "k1:%s%s"
                })
        void quotesNoPartOfAKeyInItsMessages(String line) {
            String key = key(7);

            assertThatExceptionOfType(KeyRingException.class)
                    .isThrownBy(() -> ring(line.replace("%s", key)))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key.substring(0, 6)))
                    .withNoCause();
        }
    }

    private static void assertRefused(String text, String message) {
        assertThatExceptionOfType(KeyRingException.class)
                .isThrownBy(() -> ring(text))
                .withMessage(message);
    }
}
