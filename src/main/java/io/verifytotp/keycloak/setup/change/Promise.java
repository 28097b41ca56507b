package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.change.SetupRecord.Copy;
import io.verifytotp.keycloak.setup.flow.Asks;
import io.verifytotp.keycloak.setup.plan.SetupMode;
import io.verifytotp.keycloak.setup.plan.SetupRefusal;
import io.verifytotp.keycloak.setup.report.SetupReport;
import io.verifytotp.keycloak.setup.report.Way;
import java.util.Optional;

/** Checks that the wanted ways ask the users whom the request's mode names. */
final class Promise {
    private final SetupMode mode;
    private final SetupRequest request;
    private final SetupRecord record;
    private final FlowReader reader;

    /** Names the flows that stand in the realm after a refusal: instead of copies what they are copies of. */
    Promise(SetupMode mode, SetupRequest request, SetupRecord record, FlowReader reader) {
        this.mode = mode;
        this.request = request;
        this.record = record;
        this.reader = reader;
    }

    /** Throws a refusal if the report on the changed realm says otherwise of a wanted way. */
    void requireKept(SetupReport report) {
        report.ways().stream()
                .filter(this::isWanted)
                .filter(way -> !mode.isKeptBy(way.asks()))
                .findFirst()
                .ifPresent(way -> {
                    throw SetupRefusal.because(refusal(way));
                });
    }

    private boolean isWanted(Way way) {
        return request.ways().stream().anyMatch(wanted -> wanted.reported().equals(way.way()) && promises(wanted, way));
    }

    private boolean promises(SetupWay wanted, Way way) {
        return switch (wanted) {
            case REGISTRATION -> mode == SetupMode.EVERYBODY;
            case POST_BROKER_LOGIN ->
                request.providers()
                        .flatMap(aliases -> way.target().map(aliases::contains))
                        .orElse(true);
            default -> true;
        };
    }

    private String refusal(Way way) {
        String target = way.target().map(name -> " of '" + name + "'").orElse("");
        String flow = way.flow().map(alias -> " (" + named(alias) + ")").orElse("");
        String asks = way.asks() == Asks.UNKNOWN
                ? "could not be foretold"
                : "would ask " + way.asks().word() + ", not " + mode.word();
        String reason = way.reason().orElse("users without a factor get in without setting one up");
        return "The way in '" + way.way() + "'" + target + flow + " " + asks + ": " + reason
                + ". Nothing was changed; leave this way out, or correct its flow first";
    }

    private String named(String alias) {
        Optional<Copy> copy = record.copies().stream()
                .filter(one -> one.alias().equals(alias))
                .findFirst();
        if (copy.isPresent() && copy.get().original() == null) {
            return "a new flow";
        }
        return "flow '" + copy.map(Copy::original).flatMap(reader::alias).orElse(alias) + "'";
    }
}
