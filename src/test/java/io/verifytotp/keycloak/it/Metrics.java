package io.verifytotp.keycloak.it;

import java.net.URI;
import java.util.Arrays;

/** The server's metrics, as a monitoring system reads them. */
record Metrics(String text) {
    static Metrics of(KeycloakUnderTest keycloak) {
        return new Metrics(Http.send(Http.request(URI.create(keycloak.managementUrl() + "/metrics")))
                .body());
    }

    /** How many answers to challenges of that realm ended so. */
    int challenges(TestRealm realm, String outcome) {
        return value("verify_totp_challenges_total{outcome=\"" + outcome + "\",realm=\"" + realm.name() + "\"}");
    }

    /** How many times a seed of that realm could not be sealed or opened. */
    int seedOpenFailures(TestRealm realm) {
        return value("verify_totp_seed_open_failures_total{realm=\"" + realm.name() + "\"}");
    }

    /** How many credentials of that realm were made without a proof. */
    int unprovedChanges(TestRealm realm) {
        return value("verify_totp_unproved_changes_total{event=\"UPDATE_CREDENTIAL\",realm=\"" + realm.name() + "\"}");
    }

    /** How many rows of that kind the purge has removed. */
    int purged(String kind) {
        return value("verify_totp_purged_total{kind=\"" + kind + "\"}");
    }

    /** How many mails to users of that realm ended so. */
    int mails(TestRealm realm, String outcome) {
        return value("verify_totp_mails_total{outcome=\"" + outcome + "\",realm=\"" + realm.name() + "\"}");
    }

    private int value(String series) {
        return Arrays.stream(text.split("\n"))
                .filter(line -> line.startsWith(series))
                .map(line -> line.substring(series.length()).strip())
                .mapToInt(value -> (int) Double.parseDouble(value))
                .findFirst()
                .orElse(0);
    }
}
