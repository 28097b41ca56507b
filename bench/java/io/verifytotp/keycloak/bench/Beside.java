package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** A scenario with a kind of another one as its last, which tells how fast the machine was meanwhile. */
record Beside(Scenario scenario, Scenario other, String kind) implements Scenario {
    @Override
    public String name() {
        return scenario.name();
    }

    @Override
    public List<String> kinds() {
        return Stream.concat(scenario.kinds().stream(), Stream.of(kind)).toList();
    }

    @Override
    public List<Request> requests(String asked) {
        return asked.equals(kind) ? other.requests(kind) : scenario.requests(asked);
    }
}
