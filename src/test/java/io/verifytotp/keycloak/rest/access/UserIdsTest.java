package io.verifytotp.keycloak.rest.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "6d1f0a52-8c3e-4b7a-9d20-1e5f6a7b8c9d",
                "legacy_1",
                "jörg",
                " ",
                "a/b",
                ".",
                "a\nb",
                "f",
                "fx:y",
                "F:x",
                "f:6d1f0a52:uid=jörg,ou=a+b",
                "f:x:a:b:c",
                "f:x:a/../b",
                "f:x:a\nb",
            })
    void areAnyText(String id) {
        assertThat(UserIds.isPossible(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "a\0b", "f:", "f:x", "f::", "f::y", "f:x:"})
    void areNotWhatKeycloakFailsOn(String id) {
        assertThat(UserIds.isPossible(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {36, 37, 255})
    void areOfAnyLengthUpTo255(int length) {
        assertThat(UserIds.isPossible("x".repeat(length))).isTrue();
        assertThat(UserIds.isPossible("x".repeat(256))).isFalse();
    }
}
