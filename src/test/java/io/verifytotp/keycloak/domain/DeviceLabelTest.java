package io.verifytotp.keycloak.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLabelTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "My phone",
                "  My phone  ",
                "My \t  phone",
                "My\r\nphone",
                "My\u0000phone\u0007",
                "My\u0085phone",
                "My\u00A0phone",
                "\u2003My\u2003\u2003phone",
            })
    void isOneLineWithoutControlCharactersAndRunsOfSpaces(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEqualTo("My phone");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"   ", "\t\n", "\u0000", "\u00A0"})
    void isEmptyWhereNothingIsLeft(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ärger & Söhne", "<b>phone</b>", "🦉", "טלפון"})
    void keepsEveryOtherCharacter(String typed) {
        assertThat(DeviceLabel.normalise(typed)).isEqualTo(typed);
    }
}
