package io.verifytotp.keycloak.it.support.walk;

import static io.verifytotp.keycloak.it.support.walk.Person.having;

import com.fasterxml.jackson.databind.JsonNode;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Walks every way that a report names, and compares. Ways that no person can walk here are left aside. */
public final class WalkedReport {
    private static final Set<Has> EVERYTHING =
            having(Has.FACTOR, Has.RECOVERY_CODES, Has.KEYCLOAK_OTP, Has.SECURITY_KEY, Has.PASSKEY);
    private static final List<Set<Has>> WITH_FACTOR =
            List.of(having(Has.FACTOR), EVERYTHING, having(Has.FACTOR, Has.ROLE, Has.NAME));
    private static final Set<Has> ALL_BUT_A_FACTOR =
            having(Has.RECOVERY_CODES, Has.KEYCLOAK_OTP, Has.SECURITY_KEY, Has.PASSKEY);
    private static final List<Set<Has>> WITHOUT = List.of(having(), having(Has.ROLE, Has.NAME), ALL_BUT_A_FACTOR);
    private static final List<Map<String, String>> REQUESTS =
            List.of(Map.of(), Map.of("acr_values", "1"), Map.of("acr_values", "2", "prompt", "login"));

    /** In Chromium each walk takes seconds. */
    private static final List<Set<Has>> FEW_WITH_FACTOR = List.of(having(Has.FACTOR), having(Has.FACTOR, Has.PASSKEY));

    private final WalkedRealm in;
    private final Ways ways;
    private final List<Set<Has>> withFactor;
    private final List<Set<Has>> without;
    private final List<String> disagreements = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private int unknown;
    private int walked;

    private WalkedReport(WalkedRealm in, Ways ways, List<Set<Has>> withFactor, List<Set<Has>> without) {
        this.in = in;
        this.ways = ways;
        this.withFactor = withFactor;
        this.without = without;
    }

    public static WalkedReport overHttp(WalkedRealm in) {
        return new WalkedReport(in, in.ways(), WITH_FACTOR, WITHOUT).walk();
    }

    /** The same with fewer people. */
    public static WalkedReport in(ChromiumSurfer chromium, WalkedRealm in) {
        return new WalkedReport(in, in.ways().in(chromium::fresh), FEW_WITH_FACTOR, List.of(having())).walk();
    }

    private WalkedReport walk() {
        in.report().forEach(this::walk);
        return this;
    }

    public List<String> disagreements() {
        return List.copyOf(disagreements);
    }

    /** Ways on which no walk got in: that report and walk agree says little there. */
    public List<String> closed() {
        return List.copyOf(closed);
    }

    public int unknown() {
        return unknown;
    }

    public int walked() {
        return walked;
    }

    private void walk(ReportedWay reported) {
        switch (reported.way()) {
            case "browser" -> compare(reported, has -> requests(has, Map.of()), List.of());
            case "client-override" -> override(reported);
            case "registration" -> compare(reported, List.of(), List.of(), has -> List.of(), ways.registration());
            case "reset-credentials" -> compare(reported, ways::resetCredentials, List.of());
            case "first-broker-login" -> compare(reported, ways::linking, ways.creating());
            case "post-broker-login" -> compare(reported, ways::linked, List.of());
            case "direct-grant" -> compare(reported, has -> ways.directGrant(TestRealm.CLIENT_ID, has), List.of());
            case "device" -> compare(reported, List.of(having(Has.FACTOR)), List.of(having()), ways::device, List.of());
            default -> {
                // Of no flow of the realm's: WaysInIT names the tests of these.
            }
        }
    }

    private void override(ReportedWay reported) {
        if (isOfBrowser(reported)) {
            compare(reported, has -> requests(has, Map.of("client_id", reported.target())), List.of());
        } else {
            compare(reported, has -> ways.directGrant(reported.target(), has), List.of());
        }
    }

    /** The two entries of a client with two flows differ in nothing but the flow. */
    private boolean isOfBrowser(ReportedWay reported) {
        JsonNode client = in.realm()
                .admin()
                .get(in.realm().path("/clients?clientId=" + reported.target()))
                .expect(200)
                .body()
                .get(0);
        String bound = client.at("/authenticationFlowBindingOverrides/browser").asText("");
        JsonNode flows = in.realm()
                .admin()
                .get(in.realm().path("/authentication/flows"))
                .expect(200)
                .body();
        for (JsonNode flow : flows) {
            if (flow.get("id").asText().equals(bound)) {
                return flow.get("alias").asText().equals(reported.flow());
            }
        }
        return false;
    }

    /** A client decides what it asks for, so that the weakest request counts. */
    private List<Walk> requests(Set<Has> has, Map<String, String> parameters) {
        List<Walk> all = new ArrayList<>();
        for (Map<String, String> request : has.size() > 1 ? List.of(Map.<String, String>of()) : REQUESTS) {
            Map<String, String> more = new LinkedHashMap<>(request);
            more.putAll(parameters);
            all.addAll(ways.browser(has, more));
        }
        return all;
    }

    private void compare(ReportedWay reported, Function<Set<Has>, List<Walk>> walks, List<Walk> ofStrangers) {
        compare(reported, withFactor, without, walks, ofStrangers);
    }

    private void compare(
            ReportedWay reported,
            List<Set<Has>> kindsWithFactor,
            List<Set<Has>> kindsWithout,
            Function<Set<Has>, List<Walk>> walks,
            List<Walk> ofStrangers) {
        walked++;
        unknown += reported.isUnknown() ? 1 : 0;
        Map<Set<Has>, List<Walk>> theirs = new LinkedHashMap<>();
        Map<Set<Has>, List<Walk>> others = new LinkedHashMap<>();
        if (!reported.isUnknown()) {
            kindsWithFactor.forEach(has -> theirs.put(has, walks.apply(has)));
            exempt(reported, kindsWithFactor, has -> having(Has.FACTOR, has))
                    .forEach(has -> theirs.put(has, walks.apply(has)));
            kindsWithout.forEach(has -> others.put(has, new ArrayList<>(walks.apply(has))));
            exempt(reported, kindsWithout, Person::having).stream()
                    .filter(has -> kindsWithout.stream().noneMatch(kind -> kind.containsAll(has)))
                    .forEach(has -> others.put(has, new ArrayList<>(walks.apply(has))));
            others.computeIfAbsent(Set.of(), has -> new ArrayList<>()).addAll(ofStrangers);
        }
        boolean isIn = Stream.concat(theirs.values().stream(), others.values().stream())
                .flatMap(List::stream)
                .anyMatch(Walk::in);
        if (!reported.isUnknown() && !isIn) {
            closed.add(reported.way());
        }
        disagreements.addAll(Comparison.disagreements(reported, theirs, others));
    }

    /** A kind of people for each thing that stands in for a code; none where there are no people. */
    private static List<Set<Has>> exempt(ReportedWay reported, List<Set<Has>> kinds, Function<Has, Set<Has>> whoHave) {
        Map<String, Has> words = Map.of(
                "passkey", Has.PASSKEY,
                "security-key", Has.SECURITY_KEY,
                "recovery-code", Has.RECOVERY_CODES,
                "keycloak-otp", Has.KEYCLOAK_OTP);
        return kinds.isEmpty()
                ? List.of()
                : reported.exempt().stream().map(words::get).map(whoHave).toList();
    }
}
