package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.api.ApiFactor;
import io.verifytotp.keycloak.it.support.api.ApiRole;
import io.verifytotp.keycloak.it.support.api.VerifyApi;
import io.verifytotp.keycloak.it.support.http.AdminApi;
import io.verifytotp.keycloak.it.support.http.Reply;
import io.verifytotp.keycloak.it.support.realm.EnrolledUser;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.util.List;
import java.util.Map;

/** One realm as one node of a cluster serves it: every way in for a code. */
public record NodeAccess(TestRealm realm, VerifyApi api) {

    /** The same realm at each node. */
    public static List<NodeAccess> of(Cluster cluster, TestRealm realm) {
        VerifyApi api = realm.api(ApiRole.MANAGE);
        return cluster.nodes().stream()
                .map(node -> new TestRealm(node, new AdminApi(node), realm.name()))
                .map(seen -> new NodeAccess(seen, api.at(seen)))
                .toList();
    }

    /** A new user with a factor that was verified by the code before the current one. */
    public ApiFactor enroll(String username) {
        ApiFactor factor = ApiFactor.create(api, realm.addUser(username));
        String status = factor.verify(factor.codeOfStep(-1)).expect(200).field("status");
        if (!status.equals("verified")) {
            throw new AssertionError("The factor is " + status);
        }
        return factor;
    }

    public EnrolledUser user(ApiFactor factor) {
        return new EnrolledUser(realm, factor.user(), factor.app(), factor.clock());
    }

    public boolean logsIn(ApiFactor factor, String code) {
        return user(factor).logIn(code).isLoggedIn();
    }

    /** By the token endpoint. */
    public boolean grants(ApiFactor factor, String code) {
        Reply reply = realm.directGrant(factor.user(), Map.of("totp", code));
        return switch (reply.status()) {
            case 200 -> true;
            case 400 -> false;
            default -> throw new AssertionError("The token endpoint answered " + reply);
        };
    }

    /** By a new challenge of the Verify API. */
    public boolean approves(ApiFactor factor, String code) {
        return factor.as(api).statusFor(code).equals("approved");
    }

    /** By a challenge of the Verify API that has been opened, maybe at another node. */
    public boolean approves(ApiFactor factor, String challenge, String code) {
        return factor.as(api)
                .answer(challenge, code)
                .expect(200)
                .field("status")
                .equals("approved");
    }
}
