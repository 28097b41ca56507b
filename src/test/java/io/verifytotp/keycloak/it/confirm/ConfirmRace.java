package io.verifytotp.keycloak.it.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import io.verifytotp.keycloak.it.confirm.ConfirmRealm.Visit;
import io.verifytotp.keycloak.it.support.Json;
import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.server.Metrics;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Users who confirm on the page, twice, while the same code comes over the API at every node. The realm is the same one
 * as each node serves it.
 *
 * @param nextStep moves the clocks of all nodes to the start of the next time step
 */
record ConfirmRace(List<ConfirmRealm> nodes, Runnable nextStep, int users, int rounds) {
    private static final int THREADS = 32;

    /** A user with a session at one node. */
    private record Racer(ConfirmRealm node, ApiFactor factor, HttpLogin login) {}

    /** A page of that user. */
    private record Entry(Racer racer, String challenge, Visit visit, String amount) {}

    /** Runs all, and checks that each confirmation was approved once. */
    void run() throws Exception {
        // One after the other: each would move the clock away under the codes of others.
        List<Racer> racers = IntStream.range(0, users).mapToObj(this::racer).toList();
        for (int round = 0; round < rounds; round++) {
            round(racers, round);
        }
    }

    private Racer racer(int number) {
        ConfirmRealm node = nodes.get(number % nodes.size());
        ApiFactor factor = ApiFactor.create(node.manager(), node.realm().addUser("racer-" + number));
        factor.verify(factor.codeOfStep(-1)).expect(200);
        return new Racer(node, factor.as(node.backend().api()), node.session(factor.user()));
    }

    private void round(List<Racer> racers, int round) throws Exception {
        List<Entry> entries = Parallel.run(
                THREADS,
                racers.stream()
                        .<Callable<Entry>>map(racer -> () -> entry(racer, round))
                        .toList());
        int before = approvals();
        nextStep.run();
        List<Callable<Boolean>> answers = new ArrayList<>();
        for (Entry entry : entries) {
            answers.addAll(answers(entry, entry.racer().factor().codeOfStep(1)));
        }
        Parallel.shuffled(THREADS, answers);

        assertThat(approvals() - before).as("approvals of round %d", round).isEqualTo(entries.size());
        for (Entry entry : entries) {
            check(entry);
        }
    }

    private static Entry entry(Racer racer, int round) {
        String amount = racer.factor().user().username() + " in round " + round;
        String challenge = racer.node().transfer(racer.factor(), amount);
        Visit visit = new Visit(racer.login(), racer.login().start(ConfirmRealm.confirming(challenge)));
        return new Entry(racer, challenge, visit, amount);
    }

    private List<Callable<Boolean>> answers(Entry entry, String code) {
        List<Callable<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            answers.add(() -> entry.visit()
                    .login()
                    .twin()
                    .code(entry.visit().page(), code)
                    .isLoggedIn());
        }
        for (ConfirmRealm node : nodes) {
            answers.add(() -> entry.racer()
                            .factor()
                            .as(node.backend().api())
                            .answer(entry.challenge(), code)
                            .status()
                    < 500);
        }
        return answers;
    }

    private void check(Entry entry) throws ParseException {
        List<String> payloads = new ArrayList<>();
        for (ConfirmRealm node : nodes) {
            JsonNode challenge = node.manager()
                    .get(entry.racer().factor().challenge(entry.challenge()))
                    .expect(200)
                    .body();
            assertThat(challenge.get("status").asText()).isEqualTo("approved");
            assertThat(challenge.at("/details/fields/1/value").asText()).isEqualTo(entry.amount());
            String receipt = node.backend()
                    .api()
                    .get(entry.racer().factor().challenge(entry.challenge()) + "/Receipt")
                    .expect(200)
                    .field("receipt");
            payloads.add(JWSObject.parse(receipt).getPayload().toString().replaceFirst("\"iss\":\"[^\"]*\"", ""));
        }
        assertThat(payloads.stream().distinct()).hasSize(1);
        assertThat(Json.parse("{" + payloads.get(0).substring(2))
                        .at("/details/fields/1/value")
                        .asText())
                .isEqualTo(entry.amount());
    }

    private int approvals() {
        return nodes.stream()
                .mapToInt(node -> Metrics.of(node.realm().keycloak()).challenges(node.realm(), "approved"))
                .sum();
    }
}
