package io.verifytotp.keycloak.wiring.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

class NoticeTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            UPDATE_CREDENTIAL, verify-totp,           SET_UP
            REMOVE_CREDENTIAL, verify-totp,           REMOVED
            UPDATE_CREDENTIAL, otp,                   OTHER_ADDED
            UPDATE_CREDENTIAL, webauthn,              OTHER_ADDED
            UPDATE_CREDENTIAL, webauthn-passwordless, OTHER_ADDED
            UPDATE_CREDENTIAL, recovery-authn-codes,  OTHER_ADDED
            UPDATE_CREDENTIAL, sms-of-an-extension,   OTHER_ADDED
            REMOVE_CREDENTIAL, sms-of-an-extension,   OTHER_REMOVED
            UPDATE_CREDENTIAL, password,              -
            REMOVE_CREDENTIAL, password,              -
            UPDATE_CREDENTIAL, -,                     -
            UPDATE_TOTP,       otp,                   -
            UPDATE_CREDENTIAL_ERROR, otp,             -
            """)
    void tellsOfCredentialsThatCanStandInForAFactor(EventType type, String credential, Notice expected) {
        Map<String, String> details = new HashMap<>();
        details.put("credential_type", credential);

        assertThat(Notice.of(event(type, details)).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"FEDERATED_IDENTITY_LINK", "FEDERATED_IDENTITY_OVERRIDE_LINK"})
    void tellsOfLinkedIdentityProviders(EventType type) {
        assertThat(Notice.of(event(type, Map.of("identity_provider", "owl"))))
                .contains(Notice.IDENTITY_PROVIDER_LINKED);
    }

    @Test
    void tellsOfLocksThatAreOursOnly() {
        Map<String, String> ours = Map.of("verify_totp_reason", "locked");

        assertThat(Notice.of(event(EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT, ours)))
                .contains(Notice.LOCKED);
        assertThat(Notice.of(event(EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT, ours)))
                .contains(Notice.DISABLED);
        assertThat(Notice.of(event(EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT, Map.of())))
                .isEmpty();
    }

    @Test
    void tellsOfReuseWhateverTheEvent() {
        assertThat(Notice.of(event(EventType.LOGIN_ERROR, Map.of("verify_totp_reason", "already_used"))))
                .contains(Notice.REPLAYED);
    }

    @Test
    void toleratesEventsWithoutDetails() {
        assertThat(Notice.of(event(EventType.UPDATE_CREDENTIAL, null))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyReuseHasALimit(Notice notice) {
        assertThat(notice.isLimited()).isEqualTo(notice == Notice.REPLAYED);
    }

    private static Event event(EventType type, Map<String, String> details) {
        Event event = new Event();
        event.setType(type);
        event.setDetails(details);
        return event;
    }
}
