package io.verifytotp.keycloak.login;

import io.verifytotp.keycloak.domain.ChallengeId;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/** Remembers the challenge of this login, per execution: the same authenticator may stand in a flow twice. */
final class ChallengeNote {
    private final AuthenticationFlowContext context;
    private final String name;

    ChallengeNote(AuthenticationFlowContext context) {
        this.context = context;
        this.name = "verify-totp.challenge." + context.getExecution().getId();
    }

    Optional<ChallengeId> current() {
        return ChallengeId.parse(context.getAuthenticationSession().getAuthNote(name));
    }

    void remember(ChallengeId id) {
        context.getAuthenticationSession().setAuthNote(name, id.publicId());
    }
}
