package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.http.Html;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.RealmBuilder;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.Metrics;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold once holds over both nodes of a cluster: one use of a code, one budget of wrong ones. */
@Tag("thorough")
class ClusterIT extends ClusterRules {
    private static final int LOCK_AFTER = 5;

    private static Cluster cluster;
    private static TestRealm realm;
    private static List<NodeAccess> nodes;

    @BeforeAll
    static void startCluster() {
        cluster = Cluster.start("cluster");
        realm = RealmBuilder.aRealm()
                .codeRequired()
                .codeRequiredForDirectGrant()
                .createOn(cluster.nodes().get(0));
        nodes = NodeAccess.of(cluster, realm);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    Cluster cluster() {
        return cluster;
    }

    @Override
    List<NodeAccess> nodes() {
        return nodes;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aLoginThatOneNodeBeganEndsAtTheOther(int here, int there) {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(here).enroll("moved-" + here);
        EnrolledUser.CodePrompt prompt = nodes.get(here).user(factor).prompt();

        HttpPage wrong = prompt.login().submit(moved(prompt.page(), there), Map.of("code", factor.wrongCode()));
        HttpPage right = prompt.login().submit(moved(wrong, here), Map.of("code", factor.currentCode()));

        assertThat(wrong.error()).startsWith("This code was not accepted.");
        assertThat(right.isLoggedIn()).isTrue();
    }

    /** The user is in the other node's cache by then, as one without a factor. */
    @Test
    void whoEnrollsAtOneNodeIsAskedByTheOther() {
        cluster.clock().advanceToStepStart();
        TestUser user = realm.addUser("cached");
        assertThat(new HttpLogin(nodes.get(1).realm()).startWithPassword(user).isEnrollment())
                .isTrue();

        ApiFactor factor = ApiFactor.create(nodes.get(0).api(), user);
        factor.verify(factor.codeOfStep(-1)).expect(200);

        assertThat(new HttpLogin(nodes.get(1).realm()).startWithPassword(user).asksForCode())
                .isTrue();
    }

    /** Of two codes of one factor, the older is dead once the newer has been used: so one step at a time. */
    @Test
    void ofTwoThousandRightCodesAtOnceEachIsAcceptedOnce() throws Exception {
        int factors = 50;
        int steps = 2;
        int timesPerDoor = 5;
        cluster.clock().advanceToStepStart();
        List<ApiFactor> enrolled = Parallel.run(
                16,
                IntStream.range(0, factors)
                        .<Callable<ApiFactor>>mapToObj(
                                i -> () -> nodes.get(i % 2).enroll("burst-" + i))
                        .toList());
        int submissions = 0;
        List<String> accepted = new ArrayList<>();

        for (int step = 0; step < steps; step++) {
            List<Callable<Boolean>> burst = new ArrayList<>();
            List<String> names = new ArrayList<>();
            List<Prepared> prepared = Parallel.run(
                    16,
                    enrolled.stream()
                            .flatMap(factor -> IntStream.range(0, timesPerDoor)
                                    .<Callable<Prepared>>mapToObj(i -> () -> Prepared.of(factor, i)))
                            .toList());
            cluster.clock().advanceToStepStart();
            Map<ApiFactor, String> codes =
                    enrolled.stream().collect(Collectors.toMap(Function.identity(), factor -> factor.codeOfStep(1)));
            for (Prepared each : prepared) {
                for (Callable<Boolean> answer : each.answers(codes.get(each.factor()))) {
                    burst.add(answer);
                    names.add(each.factor().sid() + " at " + step);
                }
            }
            submissions += burst.size();
            List<Boolean> right = Parallel.shuffled(250, burst);
            IntStream.range(0, right.size())
                    .filter(right::get)
                    .mapToObj(names::get)
                    .forEach(accepted::add);
            assertThat(accepted).hasSize(factors * (step + 1)).doesNotHaveDuplicates();
        }

        assertThat(submissions).isEqualTo(2_000);
        assertThat(cluster.database()
                        .column(
                                "select count(*) from verify_totp_challenge where status = 'approved' and factor_id in ("
                                        + ids(enrolled) + ") group by factor_id"))
                .hasSize(factors)
                .containsOnly(String.valueOf(steps));
    }

    @Test
    void ofFiveThousandWrongCodesTheBudgetIsEvaluated() throws Exception {
        cluster.clock().advanceToStepStart();
        ApiFactor factor = nodes.get(0).enroll("guessed");
        String wrong = factor.wrongCode();
        List<Prepared> prepared = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            prepared.add(Prepared.of(factor, i));
        }
        List<Callable<Boolean>> guesses = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int turn = i / 4;
            guesses.add(prepared.get(turn % prepared.size()).guess(i % 4, wrong));
        }
        int before = evaluated();

        Instant begin = cluster.clock().now();
        List<Boolean> right = Parallel.shuffled(200, guesses);
        Duration elapsed = Duration.between(begin, cluster.clock().now());

        int evaluated = evaluated() - before;
        System.out.println("Of 5000 wrong codes within " + elapsed + ", " + evaluated + " were evaluated");
        assertThat(right).hasSize(5_000).containsOnly(false);
        assertThat(factor.fetch().field("failures")).isEqualTo(String.valueOf(evaluated));
        assertThat(evaluated).as("within " + elapsed).isBetween(LOCK_AFTER, mostWithin(elapsed));
        assertLockedAtBothNodes(factor);
    }

    /** After one more wrong code, so that the lock is at its beginning; in an hour that has challenges left. */
    private static void assertLockedAtBothNodes(ApiFactor factor) {
        cluster.clock().advance(Duration.ofMinutes(61));
        nodes.get(1).approves(factor, factor.openChallenge(), factor.wrongCode());
        cluster.clock().advanceToStepStart();
        for (NodeAccess node : nodes) {
            assertThat(node.logsIn(factor, factor.codeOfStep(1))).isFalse();
            assertThat(node.grants(factor, factor.codeOfStep(1))).isFalse();
            assertThat(node.user(factor).logIn(factor.currentCode()).error()).contains("Wait at least ");
        }
        cluster.clock().advance(Duration.ofMinutes(5));
        assertThat(nodes.get(1).logsIn(factor, factor.currentCode())).isTrue();
    }

    /** The first lock takes 30 seconds, each further one, after one more wrong code, twice as long. */
    private static int mostWithin(Duration elapsed) {
        int most = LOCK_AFTER;
        for (long until = 30, lock = 60; elapsed.toSeconds() >= until; until += lock, lock *= 2) {
            most++;
        }
        return most;
    }

    private static int evaluated() {
        return cluster.nodes().stream()
                .mapToInt(node -> Metrics.of(node).challenges(realm, "wrong_code"))
                .sum();
    }

    private static HttpPage moved(HttpPage page, int node) {
        String target = cluster.nodes().get(node).baseUrl().toString();
        String other = cluster.nodes().get(1 - node).baseUrl().toString();
        return new HttpPage(
                page.status(),
                page.uri(),
                page.headers(),
                new Html(page.html().source().replace(other, target)),
                page.redirect());
    }

    private static String ids(List<ApiFactor> factors) {
        return factors.stream()
                .map(factor -> factor.sid().substring(2))
                .map(hex -> hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "'$1-$2-$3-$4-$5'"))
                .collect(Collectors.joining(", "));
    }

    /** One page and one challenge of a factor, opened at one node to be answered at any time at the other. */
    private record Prepared(
            ApiFactor factor, NodeAccess node, EnrolledUser.CodePrompt prompt, String challenge, NodeAccess other) {

        static Prepared of(ApiFactor factor, int turn) {
            NodeAccess node = nodes.get(turn % 2);
            return new Prepared(
                    factor,
                    node,
                    node.user(factor).prompt(),
                    factor.as(node.api()).openChallenge(),
                    nodes.get((turn + 1) % 2));
        }

        List<Callable<Boolean>> answers(String code) {
            List<Callable<Boolean>> answers = new ArrayList<>();
            for (int door = 0; door < 4; door++) {
                answers.add(answer(door, code));
            }
            return answers;
        }

        Callable<Boolean> answer(int door, String code) {
            return switch (door) {
                case 0 -> () -> prompt.answer(code).isLoggedIn();
                case 1 -> () -> node.grants(factor, code);
                case 2 -> () -> node.approves(factor, code);
                default -> () -> other.approves(factor, challenge, code);
            };
        }

        /** As {@link #answer}, where the challenge or the hour may have had all its attempts. */
        Callable<Boolean> guess(int door, String code) {
            return switch (door) {
                case 0, 1 -> answer(door, code);
                case 2 -> () -> approved(factor.as(node.api()).challengeWith("AuthPayload", code));
                default -> () -> approved(factor.as(other.api()).answer(challenge, code));
            };
        }

        private static boolean approved(ApiReply reply) {
            assertThat(reply.status()).as(reply.text()).isIn(200, 201, 429);
            return reply.field("status").equals("approved");
        }
    }
}
