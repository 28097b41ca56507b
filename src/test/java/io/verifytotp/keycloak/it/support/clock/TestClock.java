package io.verifytotp.keycloak.it.support.clock;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.provider.TestClockResourceFactory;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;

/** The clock of a server under test. It moves in whole seconds. */
public final class TestClock {
    private final KeycloakUnderTest keycloak;

    public TestClock(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    public Instant now() {
        return Instant.ofEpochMilli(send(Http.request(uri(""))).get("now").asLong());
    }

    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time goes forward, not by " + duration);
        }
        send(Http.request(uri("?seconds=" + duration.toSeconds())).POST(BodyPublishers.noBody()));
    }

    /** To the first second of the next step of {@code period}, so that the whole step lies ahead. */
    public void advanceToStepStart(Duration period) {
        long step = period.toMillis();
        long untilNextStep = step - Math.floorMod(now().toEpochMilli(), step);
        advance(Duration.ofMillis(untilNextStep + 999));
    }

    /**
     * Back to real time.
     *
     * @throws IllegalStateException on the shared server, where steps that one test used would lie in the future of
     *     the next
     */
    public void reset() {
        if (keycloak.isShared()) {
            throw new IllegalStateException("The clock of the shared server only goes forward");
        }
        send(Http.request(uri("?offset=0")).PUT(BodyPublishers.noBody()));
    }

    /** Makes a task of the server's timer run that often, in real time, until the server ends; its usual interval. */
    public Duration runEvery(Duration interval, String task) {
        JsonNode before = send(Http.request(uri("/tasks/" + task + "?millis=" + interval.toMillis()))
                .PUT(BodyPublishers.noBody()));
        return Duration.ofMillis(before.get("millis").asLong());
    }

    private URI uri(String query) {
        return URI.create(keycloak.baseUrl() + "/realms/master/" + TestClockResourceFactory.PROVIDER_ID + query);
    }

    private static JsonNode send(HttpRequest.Builder request) {
        return Reply.of(Http.send(request)).expect(200).body();
    }
}
