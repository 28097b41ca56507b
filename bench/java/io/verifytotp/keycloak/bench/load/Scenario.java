package io.verifytotp.keycloak.bench.load;

import java.util.List;

/** The same work done in several ways. */
public interface Scenario {
    String name();

    /** The ways, with ours first. What it is compared with comes last: the floor. */
    List<String> kinds();

    /** Fresh requests of that kind, for one batch. */
    List<Request> requests(String kind);

    /** Number of servers that requests of that kind go to. */
    default int nodes(String kind) {
        return 1;
    }
}
