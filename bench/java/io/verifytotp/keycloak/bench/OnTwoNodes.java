package io.verifytotp.keycloak.bench;

import io.verifytotp.keycloak.bench.load.Request;
import io.verifytotp.keycloak.bench.load.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** Ours and the floor of a scenario, with the requests spread over both nodes of a cluster, or all at one of them. */
record OnTwoNodes(Scenario scenario) implements Scenario {
    private static final String BOTH = ", two nodes";
    private static final String ONE = ", one node";

    @Override
    public String name() {
        return scenario.name() + BOTH;
    }

    @Override
    public List<String> kinds() {
        List<String> kinds = scenario.kinds();
        return Stream.of(kinds.get(0), kinds.get(kinds.size() - 1))
                .flatMap(kind -> Stream.of(kind + BOTH, kind + ONE))
                .toList();
    }

    @Override
    public List<Request> requests(String kind) {
        return scenario.requests(kind.substring(0, kind.lastIndexOf(kind.endsWith(BOTH) ? BOTH : ONE)));
    }

    @Override
    public int nodes(String kind) {
        return kind.endsWith(BOTH) ? 2 : 1;
    }
}
