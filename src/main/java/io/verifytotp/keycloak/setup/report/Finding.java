package io.verifytotp.keycloak.setup.report;

/**
 * Something that an administrator should know about the realm.
 *
 * @param id stable name, such as {@code no-key-ring}
 * @param text sentence for people: what it is, then what to do
 * @param help name of the paragraph in docs/operate.md
 */
public record Finding(String id, Severity severity, String text, String help) {
    /** How much a finding matters. */
    public enum Severity {
        /** Codes are not asked for, or nobody can be enrolled. */
        ERROR,
        /** A way around the factor is open. */
        WARNING,
        /** Good to know. */
        INFO
    }
}
