package io.verifytotp.keycloak.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends the kinds of a scenario in turns: batch after batch, in another order each round, so that what disturbs the
 * machine for a while disturbs all of them. Where there is more than one target, each kind goes to all of them before the
 * next kind does.
 */
public final class Comparison {
    private Comparison() {}

    /** Sends a scenario to one target. Returns the figures of each kind. */
    public static List<Figures> of(Target target, Scenario scenario, int warmUps, int rounds) {
        return sideBySide(List.of(new Side(target, scenario)), warmUps, rounds).get(0);
    }

    /**
     * Sends the same scenario to several targets. Returns a list for each target, with the figures of each kind.
     *
     * @param warmUps rounds before those that count, until the JVM has compiled what it runs
     */
    public static List<List<Figures>> sideBySide(List<Side> sides, int warmUps, int rounds) {
        for (int round = 0; round < warmUps + rounds; round++) {
            List<String> kinds = sides.get(0).scenario.kinds();
            for (int turn = 0; turn < kinds.size(); turn++) {
                String kind = kinds.get((round + turn) % kinds.size());
                for (int turnOfSide = 0; turnOfSide < sides.size(); turnOfSide++) {
                    Side side = sides.get((round + turnOfSide) % sides.size());
                    side.send(kind, round >= warmUps);
                }
            }
        }
        return sides.stream().map(Side::figures).toList();
    }

    /** One of the targets, with the requests for it. */
    public static final class Side {
        private final Target target;
        private final Scenario scenario;
        private final Map<String, List<Batch>> batches;

        public Side(Target target, Scenario scenario) {
            this.target = target;
            this.scenario = scenario;
            batches = scenario.kinds().stream()
                    .collect(Collectors.toMap(
                            kind -> kind, kind -> new ArrayList<>(), (a, b) -> a, LinkedHashMap::new));
        }

        private void send(String kind, boolean counts) {
            Batch batch = target.send(scenario.requests(kind), scenario.nodes(kind));
            if (counts) {
                batches.get(kind).add(batch);
            }
        }

        private List<Figures> figures() {
            return batches.entrySet().stream()
                    .map(entry -> new Figures(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
