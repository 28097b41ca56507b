package io.verifytotp.keycloak.it.support.clock;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.http.Http;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.provider.TestClockResourceFactory;
import io.verifytotp.keycloak.it.support.server.KeycloakServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The clocks of all nodes of a cluster, which show the same time after each move. */
public record ClusterClock(List<KeycloakServer> nodes) {

    public Instant now() {
        return new TestClock(nodes.get(0)).now();
    }

    /** From the clock that is ahead, if they differ. */
    public void advance(Duration duration) {
        long ahead = nodes.stream().mapToLong(ClusterClock::offset).max().orElseThrow();
        long offset = ahead + duration.toSeconds();
        nodes.forEach(node -> send(Http.request(uri(node, "?offset=" + offset)).PUT(BodyPublishers.noBody())));
    }

    /** To the first second of the next step of 30 seconds, so that the whole step lies ahead. */
    public void advanceToStepStart() {
        advance(Duration.ZERO);
        long step = Duration.ofSeconds(30).toMillis();
        long untilNextStep = step - Math.floorMod(now().toEpochMilli(), step);
        advance(Duration.ofMillis(untilNextStep + 999));
    }

    private static long offset(KeycloakServer node) {
        return send(Http.request(uri(node, ""))).get("offset").asLong();
    }

    private static URI uri(KeycloakServer node, String query) {
        return URI.create(node.baseUrl() + "/realms/master/" + TestClockResourceFactory.PROVIDER_ID + query);
    }

    private static JsonNode send(HttpRequest.Builder request) {
        return Reply.of(Http.send(request)).expect(200).body();
    }
}
