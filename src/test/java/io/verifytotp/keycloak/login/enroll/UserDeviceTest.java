package io.verifytotp.keycloak.login.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDeviceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
                "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
            })
    void isHandheldByItsName(String userAgent) {
        assertThat(UserDevice.isHandheld(Optional.empty(), Optional.of(userAgent)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
            })
    void isADesktopByItsName(String userAgent) {
        assertThat(UserDevice.isHandheld(Optional.of("?0"), Optional.of(userAgent)))
                .isFalse();
    }

    @Test
    void isHandheldByTheHint() {
        assertThat(UserDevice.isHandheld(Optional.of("?1"), Optional.empty())).isTrue();
    }

    @Test
    void isADesktopWhereNothingIsTold() {
        assertThat(UserDevice.isHandheld(Optional.empty(), Optional.empty())).isFalse();
    }
}
