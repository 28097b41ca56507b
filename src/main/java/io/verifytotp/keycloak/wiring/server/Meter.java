package io.verifytotp.keycloak.wiring.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;

/**
 * The counters of this extension, each with its help text. Micrometer adds {@code _total} to the names. Values of tags
 * are names of realms and fixed words, never a caller's text.
 */
public enum Meter {
    CHALLENGES("verify_totp_challenges", "Answers to challenges, at logins and over the API, by outcome"),
    ENROLLMENTS("verify_totp_enrollments", "Answers at set-ups, by outcome"),
    IMPORTS("verify_totp_imports", "Factors in imported files, by outcome"),
    FACTOR_LOCKS("verify_totp_factor_locks", "Wrong codes that locked or disabled a verified factor"),
    SEED_OPEN_FAILURES("verify_totp_seed_open_failures", "Seeds that could not be sealed or opened"),
    STORE_FAILURES("verify_totp_store_failures", "Answers and set-ups that the database did not commit"),
    PURGED("verify_totp_purged", "Rows that the purge removed, by kind"),
    MAILS("verify_totp_mails", "Mails to users about their factors, by outcome: sent, failed or dropped"),
    UNPROVED_CHANGES(
            "verify_totp_unproved_changes",
            "Credentials made and identity providers linked without a proof of the user's factor");

    private final String metric;
    private final String help;

    Meter(String metric, String help) {
        this.metric = metric;
        this.help = help;
    }

    public void count(String... tags) {
        count(1, tags);
    }

    /** Counts an amount; {@code tags} are names and values in turn. */
    public void count(double amount, String... tags) {
        Counter.builder(metric)
                .description(help)
                .tags(tags)
                .register(Metrics.globalRegistry)
                .increment(amount);
    }
}
