package io.verifytotp.keycloak.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.store.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.services.managers.BruteForceProtector;

/** Forms of {@code failedLogin} in the supported lines of Keycloak, and in one that has none of them. */
class FailedLoginsTest {
    private final List<Object> reported = new ArrayList<>();

    @Test
    void theMethodOfThisKeycloakIsFound() {
        FailedLogins ofThisKeycloak = FailedLogins.OF_THIS_KEYCLOAK;

        assertThat(ofThisKeycloak.needsReport()).isTrue();
        assertThat(warningsOf(ofThisKeycloak)).isEmpty();
    }

    @Test
    void aProtectorThatCountsByItselfNeedsNoReport() throws ReflectiveOperationException {
        FailedLogins before26Dot6 = new FailedLogins(Before26Dot6.class);

        before26Dot6.report(protector(), context(), null, "otp");

        assertThat(before26Dot6.needsReport()).isFalse();
        assertThat(reported).isEmpty();
        assertThat(warningsOf(before26Dot6)).isEmpty();
    }

    @Test
    void theCategoryIsReportedOnceAsThisKeycloakTakesIt() throws ReflectiveOperationException {
        FailedLogins.OF_THIS_KEYCLOAK.report(protector(), context(), null, "otp");

        assertThat(reported).hasSize(1).first().asString().contains("otp");
    }

    @Test
    void aProtectorWithoutAKnownMethodIsWarnedOf() throws ReflectiveOperationException {
        FailedLogins unknown = new FailedLogins(Runnable.class);

        unknown.report(protector(), context(), null, "otp");

        assertThat(unknown.needsReport()).isFalse();
        assertThat(reported).isEmpty();
        assertThat(warningsOf(unknown)).hasSize(1).first().asString().contains("failedLogin");
    }

    private BruteForceProtector protector() {
        return Fake.of(BruteForceProtector.class)
                .on("failedLogin", arguments -> reported.add(arguments[arguments.length - 1]))
                .build();
    }

    private static KeycloakContext context() {
        return Fake.of(KeycloakContext.class)
                .giving("getRealm", null)
                .giving("getConnection", null)
                .giving("getUri", null)
                .build();
    }

    private static List<String> warningsOf(FailedLogins failedLogins) {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                messages.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(FailedLogins.class.getName());
        logger.addHandler(handler);
        try {
            failedLogins.warnIfUnknown();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    /** The protector as it was then. */
    interface Before26Dot6 {
        void failedLogin(Object realm, Object user, Object connection, Object uri);
    }
}
