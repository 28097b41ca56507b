package io.verifytotp.keycloak.login.confirm;

import io.verifytotp.keycloak.domain.challenge.ShownDetails;
import io.verifytotp.keycloak.login.code.ServerTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contents of {@code verify-totp-confirm.ftl}, as the attribute {@code confirm}. */
public final class ConfirmPage {
    private final Confirmation confirmation;
    private final State state;
    private final Optional<Instant> serverTime;

    /** Possible states of the page. */
    enum State {
        OPEN,
        /** Confirm with the next code of the app: the current one is used already. */
        OPEN_FOR_THE_NEXT_CODE,
        /** Go back, because the challenge can't be confirmed any more. */
        CLOSED
    }

    /** @param serverTime the time to show, if codes keep failing */
    ConfirmPage(Confirmation confirmation, State state, Optional<Instant> serverTime) {
        this.confirmation = confirmation;
        this.state = state;
        this.serverTime = serverTime;
    }

    public boolean isOpen() {
        return state != State.CLOSED;
    }

    public boolean isWaiting() {
        return state == State.OPEN_FOR_THE_NEXT_CODE;
    }

    /** Returns the name of the client that opened the challenge. */
    public String getClient() {
        return confirmation.clientName();
    }

    public @Nullable String getMessage() {
        return confirmation.details().message().orElse(null);
    }

    public List<Map<String, String>> getFields() {
        return confirmation.details().fields().stream().map(ConfirmPage::field).toList();
    }

    private static Map<String, String> field(ShownDetails.Field field) {
        return Map.of("label", field.label(), "value", field.value());
    }

    /** Returns the user's name for the device with the authenticator app; may be empty. */
    public String getDevice() {
        return confirmation.factor().label();
    }

    public @Nullable ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }
}
