package io.verifytotp.keycloak.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiReply;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import io.verifytotp.keycloak.it.support.server.NodeAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients were told before, amid and after a crash, to be held against what is true afterwards. */
final class CrashJournal {
    private final Queue<Use> approved = new ConcurrentLinkedQueue<>();
    private final Queue<Use> unanswered = new ConcurrentLinkedQueue<>();
    private final Queue<Owner> owners = new ConcurrentLinkedQueue<>();

    /** A user of whose factors some are known to be verified. */
    Owner owner(NodeAccess at, TestUser user) {
        Owner owner = new Owner(at, user);
        owners.add(owner);
        return owner;
    }

    /** The client was told that this code was right. */
    void approved(ApiFactor factor, String code, Instant lastMoment) {
        approved.add(new Use(factor, code, lastMoment));
    }

    /** The client was told nothing, or that it failed: the code may have been spent or not, but not twice. */
    void unanswered(ApiFactor factor, String code, Instant lastMoment) {
        unanswered.add(new Use(factor, code, lastMoment));
    }

    int approvals() {
        return approved.size();
    }

    /** Offers all codes that are within their time once more, over both nodes; how many of them had been spent. */
    int offerAgain(List<NodeAccess> nodes) {
        int offered = 0;
        for (Use use : approved) {
            if (use.isInTime()) {
                assertThat(use.worksAt(nodes.get(offered % 2)))
                        .as("accepted again: " + use)
                        .isFalse();
                offered++;
            }
        }
        for (Use use : unanswered) {
            if (use.isInTime()) {
                use.worksAt(nodes.get(0));
                assertThat(use.worksAt(nodes.get(1)))
                        .as("accepted twice: " + use)
                        .isFalse();
            }
        }
        return offered;
    }

    void assertNoFactorIsLost(NodeAccess node) {
        owners.forEach(owner -> owner.assertFactor(node));
    }

    @Override
    public String toString() {
        return owners.size() + " users, " + approved.size() + " codes approved, " + unanswered.size()
                + " without an answer";
    }

    private record Use(ApiFactor factor, String code, Instant lastMoment) {
        boolean isInTime() {
            return Instant.now().plus(Duration.ofSeconds(2)).isBefore(lastMoment);
        }

        /** False as well where the factor is gone, because another has replaced it. */
        boolean worksAt(NodeAccess node) {
            ApiReply reply = factor.as(node.api()).challengeWith("AuthPayload", code);
            assertThat(reply.status()).as(reply.text()).isIn(201, 403, 404);
            return reply.field("status").equals("approved");
        }
    }

    /** With one factor at a time: a new one that is verified replaces the old one. */
    static final class Owner {
        private final NodeAccess at;
        private final TestUser user;
        private volatile String verified = "";
        private volatile String maybe = "";

        Owner(NodeAccess at, TestUser user) {
            this.at = at;
            this.user = user;
        }

        void verifying(ApiFactor factor) {
            maybe = factor.sid();
        }

        void verified(ApiFactor factor) {
            verified = factor.sid();
            maybe = "";
        }

        private void assertFactor(NodeAccess node) {
            VerifyApi api = node.api();
            String entity = VerifyApi.entity(api.defaultService(), user);
            List<String> found = api.get(entity).status() == 404
                    ? List.of()
                    : api.list(entity + "/Factors").stream()
                            .filter(factor -> factor.get("status").asText().equals("verified"))
                            .map(factor -> factor.get("sid").asText())
                            .toList();
            if (verified.isEmpty()) {
                assertThat(found).as("of " + user + " at " + at).isSubsetOf(maybe);
            } else {
                assertThat(found).as("of " + user).hasSize(1).isSubsetOf(verified, maybe);
            }
        }
    }
}
