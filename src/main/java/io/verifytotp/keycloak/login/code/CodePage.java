package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contents of {@code verify-totp-challenge.ftl}, as the attribute {@code challenge}. */
public final class CodePage {
    private final List<Factor> factors;
    private final FactorId selected;
    private final Purpose purpose;
    private final Optional<Instant> serverTime;

    /** Reason why the page asks for a code. */
    public enum Purpose {
        /** A login. */
        LOGIN,
        /** A proof before an action that the user has to do. */
        PROOF,
        /** A proof before an action that the user may cancel. */
        CANCELLABLE_PROOF
    }

    /**
     * Makes a page.
     *
     * @param serverTime the time to show, if codes keep failing
     */
    CodePage(List<Factor> factors, FactorId selected, Purpose purpose, Optional<Instant> serverTime) {
        this.factors = factors;
        this.selected = selected;
        this.purpose = purpose;
        this.serverTime = serverTime;
    }

    /** Returns whether the page asks before an action that changes factors, and not in a login. */
    public boolean isProving() {
        return purpose != Purpose.LOGIN;
    }

    /** Returns whether the user may cancel the action that the page asks for. */
    public boolean isCancellable() {
        return purpose == Purpose.CANCELLABLE_PROOF;
    }

    /** Returns the factors to choose from, the preferred one first. */
    public List<Choice> getFactors() {
        return factors.stream()
                .map(factor -> new Choice(
                        factor.id().publicId(), factor.label(), factor.id().equals(selected)))
                .toList();
    }

    /** Returns the server's time if codes keep failing; otherwise {@code null}. */
    public @Nullable ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }

    /** A factor to choose. Its label is the user's own and may be empty. */
    public static final class Choice {
        private final String id;
        private final String label;
        private final boolean selected;

        private Choice(String id, String label, boolean selected) {
            this.id = id;
            this.label = label;
            this.selected = selected;
        }

        public String getId() {
            return id;
        }

        public String getLabel() {
            return label;
        }

        public boolean isSelected() {
            return selected;
        }
    }
}
