package io.verifytotp.keycloak.setup.flow;

import io.verifytotp.keycloak.setup.flow.LoginState.Status;
import java.util.List;
import java.util.Optional;

/** One step of a simulated login that is no sub-flow. */
final class StepRun {
    /** By which Keycloak's condition about credentials recognises a ticket. */
    private static final String KERBEROS_TYPE = "kerberos";

    private final Facts facts;
    private final Person person;
    private final LoginState state;

    StepRun(Facts facts, Person person, LoginState state) {
        this.facts = facts;
        this.person = person;
        this.state = state;
    }

    static String unknown(Step step) {
        return "the step '" + step.provider() + "' is not known";
    }

    /**
     * Runs a step when Keycloak reaches it. Marks it, or throws: a refusal, or a page with the choices.
     *
     * @param choices steps that the user may choose on its page
     */
    void reach(Step step, List<Step> choices) {
        StepKind kind = kind(step);
        if (isSentToSetUp(step, kind)) {
            return;
        }
        if (asksPerson(kind) && facts.pages()) {
            throw new PageShown(choices.isEmpty() ? List.of(step) : choices);
        }
        answer(step);
    }

    /** Lets the user answer a step, or runs one that has no page. */
    void answer(Step step) {
        StepKind kind = kind(step);
        if (isSentToSetUp(step, kind)) {
            return;
        }
        switch (kind.action()) {
            case NOTHING -> state.mark(step, Status.ATTEMPTED);
            case DENY -> throw new PageShown(List.of());
            case SUCCEED, CONFIRM -> state.mark(step, Status.SUCCESS);
            case IDENTIFY -> identify(step);
            case LOG_IN, ASK_PASSWORD -> password(step);
            case ASK_CREDENTIAL -> give(step, kind.credential().orElseThrow());
            case MAIL -> succeedIf(step, facts.mail());
            case KERBEROS -> kerberos(step);
            case SET_PASSWORD -> {
                state.addType(Credential.PASSWORD.type());
                state.mark(step, Status.SUCCESS);
            }
            case CREATE_USER -> succeedIf(step, !facts.existing());
            case USE_ACCOUNT -> succeedIf(step, facts.existing());
            case RENEW_OTP -> {
                state.setsUp(Credential.KEYCLOAK_OTP);
                state.mark(step, Status.SUCCESS);
            }
        }
    }

    /** Returns how a step behaves. One that is not known may let the user in, or not. */
    private StepKind kind(Step step) {
        return StepKind.of(step.provider()).orElseGet(() -> {
            boolean passes = state.decide(step.id(), unknown(step));
            StepKind.Action action = passes ? StepKind.Action.CONFIRM : StepKind.Action.NOTHING;
            if (passes) {
                state.findUser();
            }
            return new StepKind(action, Optional.empty(), false, true);
        });
    }

    /** Sends a user without the credential to its set-up, if Keycloak does; refuses where Keycloak refuses. */
    private boolean isSentToSetUp(Step step, StepKind kind) {
        boolean configured = kind.credential().map(person::has).orElse(true);
        boolean allowed = StepKind.allowsSetUp(step.provider());
        if (!kind.needsUser()) {
            if (state.hasUser() && !configured && !allowed) {
                throw new FlowRefused();
            }
            return false;
        }
        if (!state.hasUser()) {
            throw new FlowRefused();
        }
        if (configured) {
            return false;
        }
        Credential missing = kind.credential().orElseThrow();
        if (!allowed || step.requirement() != Requirement.REQUIRED || !isSetUpEnabled(missing)) {
            throw new FlowRefused();
        }
        state.mark(step, Status.SET_UP);
        state.setsUp(missing);
        return true;
    }

    private boolean isSetUpEnabled(Credential credential) {
        return credential.action().filter(facts.actions()::contains).isPresent();
    }

    private boolean asksPerson(StepKind kind) {
        return switch (kind.action()) {
            case NOTHING, SUCCEED, DENY, CREATE_USER, USE_ACCOUNT, KERBEROS, RENEW_OTP, SET_PASSWORD -> false;
            case ASK_PASSWORD, LOG_IN -> !hasUsedPasskey();
            case IDENTIFY, ASK_CREDENTIAL, CONFIRM -> true;
            case MAIL -> facts.mail();
        };
    }

    private void identify(Step step) {
        if (usesPasskey(step)) {
            give(step, Credential.PASSKEY);
        } else {
            state.findUser();
            state.mark(step, Status.SUCCESS);
        }
    }

    private void password(Step step) {
        if (hasUsedPasskey() && state.hasUser()) {
            state.mark(step, Status.SUCCESS);
        } else if (usesPasskey(step)) {
            give(step, Credential.PASSKEY);
        } else {
            give(step, Credential.PASSWORD);
        }
    }

    private void kerberos(Step step) {
        boolean ticket = facts.kerberos() && state.decide(step.id() + " ticket", "");
        if (ticket) {
            state.addType(KERBEROS_TYPE);
        }
        succeedIf(step, ticket);
    }

    private boolean usesPasskey(Step step) {
        return facts.pages()
                && facts.passkeys()
                && StepKind.takesPasskey(step.provider())
                && person.has(Credential.PASSKEY)
                && state.decide(step.id() + " passkey", "");
    }

    private boolean hasUsedPasskey() {
        return facts.passkeys() && state.types().contains(Credential.PASSKEY.type());
    }

    private void give(Step step, Credential credential) {
        if (!person.has(credential)) {
            throw new PageShown(List.of()); // a passkey is asked for before the user is known
        }
        state.findUser();
        state.giveOf(credential);
        if (credential == Credential.FACTOR) {
            state.addType(Credential.KEYCLOAK_OTP.type()); // CodeAuthenticator notes both
        }
        state.mark(step, Status.SUCCESS);
    }

    private void succeedIf(Step step, boolean possible) {
        if (possible) {
            state.findUser();
        }
        state.mark(step, possible ? Status.SUCCESS : Status.ATTEMPTED);
    }
}
