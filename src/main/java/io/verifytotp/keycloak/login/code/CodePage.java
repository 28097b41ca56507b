package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contents of {@code verify-totp-challenge.ftl}, as the attribute {@code challenge}. */
public final class CodePage {
    private final List<Factor> factors;
    private final FactorId selected;
    private final Purpose purpose;
    private final Optional<Instant> serverTime;

    public enum Purpose {
        LOGIN,
        /** A proof before an action that the user has to do. */
        PROOF,
        /** A proof before an action that the user may cancel. */
        CANCELLABLE_PROOF
    }

    /** @param serverTime the time to show, if codes keep failing */
    CodePage(List<Factor> factors, FactorId selected, Purpose purpose, Optional<Instant> serverTime) {
        this.factors = factors;
        this.selected = selected;
        this.purpose = purpose;
        this.serverTime = serverTime;
    }

    public boolean isProving() {
        return purpose != Purpose.LOGIN;
    }

    public boolean isCancellable() {
        return purpose == Purpose.CANCELLABLE_PROOF;
    }

    public List<Map<String, Object>> getFactors() {
        return factors.stream().map(this::choice).toList();
    }

    /** Returns a factor to choose. Its label is the user's own and may be empty. */
    private Map<String, Object> choice(Factor factor) {
        return Map.of(
                "id",
                factor.id().publicId(),
                "label",
                factor.label(),
                "selected",
                factor.id().equals(selected));
    }

    public @Nullable ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }
}
