package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;
import java.util.Arrays;

/** The server's metrics, as a monitoring system reads them. */
public record Metrics(String text) {
    public static Metrics of(KeycloakUnderTest keycloak) {
        return new Metrics(Http.send(Http.request(URI.create(keycloak.managementUrl() + "/metrics")))
                .body());
    }

    /** How many answers to challenges of that realm ended so. */
    public int challenges(TestRealm realm, String outcome) {
        return value("verify_totp_challenges_total{outcome=\"" + outcome + "\",realm=\"" + realm.name() + "\"}");
    }

    /** How many times a seed of that realm could not be sealed or opened. */
    public int seedOpenFailures(TestRealm realm) {
        return value("verify_totp_seed_open_failures_total{realm=\"" + realm.name() + "\"}");
    }

    /** How many credentials of that realm were made without a proof. */
    public int unprovedChanges(TestRealm realm) {
        return value("verify_totp_unproved_changes_total{event=\"UPDATE_CREDENTIAL\",realm=\"" + realm.name() + "\"}");
    }

    /** How many rows of that kind the purge has removed. */
    public int purged(String kind) {
        return value("verify_totp_purged_total{kind=\"" + kind + "\"}");
    }

    /** How many mails to users of that realm ended so. */
    public int mails(TestRealm realm, String outcome) {
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
