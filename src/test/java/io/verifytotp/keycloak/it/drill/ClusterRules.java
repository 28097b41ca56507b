package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.Parallel;
import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.server.Cluster;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Used codes and budgets count on both nodes of a cluster, also if the nodes have different versions. */
abstract class ClusterRules {
    static final int CHALLENGES_AT_ONCE = 25;

    abstract Cluster cluster();

    abstract List<NodeAccess> nodes();

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aCodeUsedAtALoginIsRefusedByTheOtherNode(int here, int there) {
        cluster().clock().advanceToStepStart();
        ApiFactor factor = nodes().get(here).enroll("login-" + here);
        String open = factor.openChallenge();
        String code = factor.currentCode();

        assertThat(nodes().get(here).logsIn(factor, code)).isTrue();

        assertRefused(nodes().get(there), factor, open, code);
        assertThat(nodes().get(there).logsIn(factor, factor.codeOfStep(1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void aCodeUsedAtTheApiIsRefusedByTheOtherNode(int here, int there) {
        cluster().clock().advanceToStepStart();
        ApiFactor factor = nodes().get(here).enroll("api-" + here);
        String open = factor.openChallenge();
        String code = factor.currentCode();

        assertThat(nodes().get(here).approves(factor, code)).isTrue();

        assertRefused(nodes().get(there), factor, open, code);
        assertThat(nodes().get(there).approves(factor, open, factor.codeOfStep(1)))
                .isTrue();
    }

    @Test
    void theHoursChallengesAreCountedOverBothNodes() throws Exception {
        cluster().clock().advanceToStepStart();
        ApiFactor factor = nodes().get(0).enroll("hour");

        assertThat(challengesOf(factor)).isEqualTo(CHALLENGES_AT_ONCE);
        factor.as(nodes().get(1).api()).challengeWith().expectError(429, 60312);
    }

    /** How many of very many challenges are opened at once; the others are refused as too many. */
    final long challengesOf(ApiFactor factor) throws Exception {
        List<ApiReply> replies = Parallel.run(
                100,
                IntStream.range(0, 400)
                        .<Callable<ApiReply>>mapToObj(
                                i -> () -> factor.as(nodes().get(i % 2).api()).challengeWith())
                        .toList());
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.expectError(429, 60312));
        return replies.stream().filter(reply -> reply.status() == 201).count();
    }

    private static void assertRefused(NodeAccess node, ApiFactor factor, String open, String code) {
        assertThat(node.logsIn(factor, code)).isFalse();
        assertThat(node.grants(factor, code)).isFalse();
        assertThat(node.approves(factor, code)).isFalse();
        assertThat(node.approves(factor, open, code)).isFalse();
    }
}
