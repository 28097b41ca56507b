package io.verifytotp.keycloak.login.code;

import io.verifytotp.keycloak.domain.factor.Factor;
import io.verifytotp.keycloak.domain.id.FactorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code verify-totp-challenge.ftl} shows, under the name {@code challenge}. */
public final class CodePage {
    private final List<Factor> factors;
    private final FactorId selected;
    private final Purpose purpose;
    private final Optional<Instant> serverTime;

    /** What the code is asked for. */
    public enum Purpose {
        /** To log in. */
        LOGIN,
        /** Before an action that the user has to do. */
        PROOF,
        /** Before an action that the user may leave. */
        CANCELLABLE_PROOF
    }

    /**
     * A page.
     *
     * @param serverTime what time it is, where the page is to help with a clock that is wrong
     */
    CodePage(List<Factor> factors, FactorId selected, Purpose purpose, Optional<Instant> serverTime) {
        this.factors = factors;
        this.selected = selected;
        this.purpose = purpose;
        this.serverTime = serverTime;
    }

    /** Whether the code is asked for before an action that changes factors, instead of in a login. */
    public boolean isProving() {
        return purpose != Purpose.LOGIN;
    }

    /** Whether the user may leave the action that the code is asked for. */
    public boolean isCancellable() {
        return purpose == Purpose.CANCELLABLE_PROOF;
    }

    /** The factors to choose from, the preferred one first. */
    public List<Choice> getFactors() {
        return factors.stream()
                .map(factor -> new Choice(
                        factor.id().publicId(), factor.label(), factor.id().equals(selected)))
                .toList();
    }

    /** What time it is, where codes keep failing; {@code null} elsewhere. */
    public ServerTime getServerTime() {
        return serverTime.map(ServerTime::new).orElse(null);
    }

    /** One factor to choose. The label is the user's own and may be empty. */
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
