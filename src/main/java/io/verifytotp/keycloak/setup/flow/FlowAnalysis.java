package io.verifytotp.keycloak.setup.flow;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out whom a flow asks for a code, by simulated logins of users with every combination of credentials. It claims
 * only what holds for all of them.
 */
public final class FlowAnalysis {
    private static final String WITHOUT_PASSWORD = "A user who has no password gets in without a code";
    private static final String NO_ENROLLED = "The flow lets in no user who has a factor";

    private final List<Flow> flows;
    private final Facts facts;

    /** An analysis of flows that a login passes one after the other. */
    public FlowAnalysis(List<Flow> flows, Facts facts) {
        this.flows = List.copyOf(flows);
        this.facts = facts;
    }

    /** Returns whom the flows ask of those who have an account; empty if they let in nobody. */
    public Optional<Assessment> ofUsers() {
        Optional<String> problem = problem();
        return problem.isPresent()
                ? problem.map(reason -> Assessment.of(Asks.UNKNOWN, reason))
                : ofUsersWithPassword().map(this::checkedWithoutPassword);
    }

    private Optional<String> problem() {
        return flows.stream().flatMap(flow -> flow.problem().stream()).findFirst();
    }

    /** A page for the password is no obstacle to users who have none, if a flow leaves it out for them. */
    private Assessment checkedWithoutPassword(Assessment result) {
        boolean open =
                switch (result.asks()) {
                    case NOBODY, UNKNOWN -> false;
                    case ENROLLED -> isOpen(Person.withoutPassword(true));
                    case EVERYBODY -> isOpen(Person.withoutPassword(true)) || isOpen(Person.withoutPassword(false));
                };
        return open ? Assessment.of(Asks.UNKNOWN, WITHOUT_PASSWORD) : result;
    }

    private boolean isOpen(List<Person> people) {
        return endings(people).stream()
                .anyMatch(ending ->
                        ending.isWithoutSecondFactor() && !ending.setUp().contains(Credential.FACTOR));
    }

    private Optional<Assessment> ofUsersWithPassword() {
        List<Ending> enrolled = endings(Person.all(true));
        List<Ending> others = endings(Person.all(false));
        Optional<Ending> open = shortest(enrolled.stream()
                .filter(ending -> ending.isSure() && ending.setUp().isEmpty() && ending.isWithoutSecondFactor())
                .toList());
        if (open.isPresent()) {
            return Optional.of(Assessment.of(Asks.NOBODY, enough(open.get())));
        }
        Set<String> doubts = new TreeSet<>();
        enrolled.stream().filter(ending -> !ending.hasCode()).forEach(ending -> addDoubts(ending, doubts));
        if (!doubts.isEmpty()) {
            return Optional.of(Assessment.of(Asks.UNKNOWN, sentence(doubts)));
        }
        if (enrolled.isEmpty()) {
            return others.isEmpty() ? Optional.empty() : Optional.of(Assessment.of(Asks.UNKNOWN, NO_ENROLLED));
        }
        return Optional.of(ofOthers(enrolled, others));
    }

    private static Assessment ofOthers(List<Ending> enrolled, List<Ending> others) {
        List<Ending> without = others.stream()
                .filter(ending -> !ending.setUp().contains(Credential.FACTOR) && ending.isWithoutSecondFactor())
                .toList();
        if (without.stream().anyMatch(Ending::isSure)) {
            return new Assessment(Asks.ENROLLED, exemptions(enrolled), Optional.empty());
        }
        Set<String> doubts = new TreeSet<>();
        without.forEach(ending -> doubts.addAll(ending.doubts()));
        others.stream()
                .filter(ending -> !ending.isWithoutSecondFactor())
                .forEach(ending -> doubts.addAll(ending.doubts()));
        return doubts.isEmpty()
                ? new Assessment(
                        Asks.EVERYBODY,
                        exemptions(Stream.concat(enrolled.stream(), others.stream())
                                .toList()),
                        othersRefused(others))
                : Assessment.of(Asks.UNKNOWN, sentence(doubts));
    }

    private static Optional<String> othersRefused(List<Ending> others) {
        if (others.stream().anyMatch(ending -> ending.setUp().contains(Credential.FACTOR))) {
            return Optional.empty();
        }
        return Optional.of(
                others.isEmpty()
                        ? "Users without a factor are refused"
                        : "Users who have neither a factor nor what is exempt are refused");
    }

    /** Returns whether the flows make a new user set up a factor; empty if they let in nobody new. */
    public Optional<Assessment> ofNewcomers() {
        Optional<String> problem = problem();
        if (problem.isPresent()) {
            return problem.map(reason -> Assessment.of(Asks.UNKNOWN, reason));
        }
        List<Ending> endings = endings(List.of(Person.newcomer(), Person.newcomerWithoutPassword()));
        Optional<Ending> open = shortest(endings.stream()
                .filter(ending -> ending.isSure() && !ending.setUp().contains(Credential.FACTOR))
                .toList());
        if (open.isPresent()) {
            return Optional.of(Assessment.of(Asks.NOBODY, enough(open.get())));
        }
        Set<String> doubts = new TreeSet<>();
        endings.forEach(ending -> doubts.addAll(ending.doubts()));
        Assessment result = doubts.isEmpty()
                ? new Assessment(Asks.EVERYBODY, List.of(), Optional.empty())
                : Assessment.of(Asks.UNKNOWN, sentence(doubts));
        return Optional.of(result).filter(any -> !endings.isEmpty());
    }

    private List<Ending> endings(List<Person> people) {
        return people.stream()
                .flatMap(person -> new LoginSimulation(facts, person).endings(flows).stream())
                .filter(ending ->
                        facts.pages() || ending.setUp().isEmpty()) // a direct grant is refused until it is done
                .toList();
    }

    private static void addDoubts(Ending ending, Set<String> doubts) {
        doubts.addAll(ending.doubts());
        ending.setUp()
                .forEach(credential -> doubts.add("a user who has a factor sets up '" + credential.type()
                        + "' in the login, which asks for a code unless something else was proved"));
    }

    /** Returns the words for what is enough instead of a code, or of a set-up. */
    private static List<String> exemptions(List<Ending> endings) {
        Set<Set<String>> accepted = endings.stream()
                .filter(ending -> !ending.hasCode() && !ending.setUp().contains(Credential.FACTOR))
                .map(Ending::exemptions)
                .collect(Collectors.toSet());
        return accepted.stream()
                .filter(one ->
                        accepted.stream().noneMatch(other -> other.size() < one.size() && one.containsAll(other)))
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Ending> shortest(List<Ending> endings) {
        return endings.stream()
                .min(Comparator.comparingInt(ending -> ending.passed().size()));
    }

    private static String enough(Ending ending) {
        return ending.passed().isEmpty()
                ? "The flow lets everybody in"
                : "Enough to get in: " + String.join(", ", ending.passed());
    }

    private static String sentence(Set<String> doubts) {
        String text = String.join("; ", doubts);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
