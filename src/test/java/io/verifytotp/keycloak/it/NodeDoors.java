package io.verifytotp.keycloak.it;

import java.util.List;
import java.util.Map;

/** One realm as one node of a cluster serves it: every way in for a code. */
record NodeDoors(TestRealm realm, VerifyApi api) {

    /** The same realm at each node. */
    static List<NodeDoors> of(Cluster cluster, TestRealm realm) {
        VerifyApi api = realm.api(ApiRole.MANAGE);
        return cluster.nodes().stream()
                .map(node -> new TestRealm(node, new AdminApi(node), realm.name()))
                .map(seen -> new NodeDoors(seen, api.at(seen)))
                .toList();
    }

    /** A new user with a factor that was verified by the code before the current one. */
    ApiFactor enroll(String username) {
        ApiFactor factor = ApiFactor.create(api, realm.addUser(username));
        String status = factor.verify(factor.codeOfStep(-1)).expect(200).field("status");
        if (!status.equals("verified")) {
            throw new AssertionError("The factor is " + status);
        }
        return factor;
    }

    EnrolledUser user(ApiFactor factor) {
        return new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
    }

    boolean logsIn(ApiFactor factor, String code) {
        return user(factor).logIn(code).isLoggedIn();
    }

    /** By the token endpoint. */
    boolean grants(ApiFactor factor, String code) {
        Reply reply = realm.directGrant(factor.user(), Map.of("totp", code));
        return switch (reply.status()) {
            case 200 -> true;
            case 400 -> false;
            default -> throw new AssertionError("The token endpoint answered " + reply);
        };
    }

    /** By a new challenge of the Verify API. */
    boolean approves(ApiFactor factor, String code) {
        return factor.as(api).statusFor(code).equals("approved");
    }

    /** By a challenge of the Verify API that has been opened, maybe at another node. */
    boolean approves(ApiFactor factor, String challenge, String code) {
        return factor.as(api)
                .answer(challenge, code)
                .expect(200)
                .field("status")
                .equals("approved");
    }
}
