package io.verifytotp.keycloak.setup.flow;

/** Thrown where a simulated login can go on in two ways. */
final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String question;
    private final String doubt;

    /**
     * An open question.
     *
     * @param doubt why the report can't be sure of what follows; empty if both ways really happen
     */
    Undecided(String question, String doubt) {
        super(question, null, false, false);
        this.doubt = doubt;
        this.question = question;
    }

    String question() {
        return question;
    }

    String doubt() {
        return doubt;
    }
}
