package io.verifytotp.keycloak.setup.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHolesTest {
    @ParameterizedTest
    @ValueSource(strings = {"26.7.2", "26.7.0", "26.6.5", "26.4.7", "26.4.14.redhat-00001", "26.4.15", "25.0.6"})
    void areInVersionsBeforeTheCorrection(String version) {
        assertThat(KnownHoles.has(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.7.3", "26.7.10", "26.8.0", "27.0.0", "26.4.15.redhat-00001", "999.0.0-SNAPSHOT", "DEV"})
    void areNotInTheCorrectedOnes(String version) {
        assertThat(KnownHoles.has(version)).isFalse();
    }
}
