package io.verifytotp.keycloak.it.support.random;

import io.verifytotp.keycloak.it.support.realm.Flow;
import io.verifytotp.keycloak.it.support.realm.FlowEditor;
import io.verifytotp.keycloak.it.support.realm.Recipes;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import io.verifytotp.keycloak.it.support.server.KeycloakUnderTest;
import io.verifytotp.keycloak.it.support.walk.WalkedRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A realm whose ways in are set up at random. The same seed makes the same realm.
 *
 * @param words what was done to it
 */
public record RandomRealm(long seed, WalkedRealm walked, List<String> words) implements AutoCloseable {
    private static final List<String> ACTIONS =
            List.of("CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register", "verify-totp-enroll");

    /** Even seeds make a set-up of docs/operate.md with slips, odd ones flows that nobody would make. */
    public static RandomRealm create(KeycloakUnderTest keycloak, long seed) {
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        WalkedRealm walked = seed % 2 == 0 ? sensible(keycloak, random, words) : wild(keycloak, random, words);
        if (random.nextInt(3) == 0) {
            words.add("default action");
            Recipes.newAccounts(walked.realm());
        }
        if (random.nextInt(4) == 0) {
            String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            words.add("switched off " + action);
            Recipes.switchOff(walked.realm(), action);
        }
        return new RandomRealm(seed, walked, words);
    }

    private static WalkedRealm sensible(KeycloakUnderTest keycloak, Random random, List<String> words) {
        WalkedRealm walked = WalkedRealm.create(keycloak, passkeys(random));
        TestRealm realm = walked.realm();
        switch (random.nextInt(6)) {
            case 0 -> words.add("Keycloak's browser flow");
            case 1, 2 -> apply(words, "everybody", Recipes::everybody, realm);
            case 3 -> apply(words, "only those who have one", Recipes::onlyThoseWhoHaveOne, realm);
            case 4 -> {
                apply(words, "everybody, with recovery codes", Recipes::everybodyWithRecoveryCodes, realm);
                walked.configure(Map.of("recoveryCodes", "on"));
            }
            default -> apply(words, "levels", Recipes::levels, realm);
        }
        sometimes(random, words, "reset", Recipes::passwordReset, realm);
        sometimes(random, words, "direct grant", Recipes::directGrant, realm);
        sometimes(random, words, "first broker login", Recipes::firstBrokerLogin, realm);
        sometimes(
                random,
                words,
                "post broker login",
                there -> Recipes.postBrokerLogin(there, WalkedRealm.PARTNER),
                realm);
        sometimes(random, words, "reset, only those who have one", RandomRealm::resetForEnrolled, realm);
        int slips = random.nextInt(3);
        for (int slip = 0; slip < slips; slip++) {
            words.add(new Mutation(realm, random).apply());
        }
        return walked;
    }

    /** The variant at the end of docs/operate.md, "Every way in". */
    private static void resetForEnrolled(TestRealm realm) {
        FlowEditor flow = FlowEditor.create(realm, "reset for the enrolled");
        flow.add("REQUIRED", "reset-credentials-choose-user").add("REQUIRED", "reset-credential-email");
        flow.addSubFlow("CONDITIONAL", "second factor")
                .add("REQUIRED", "conditional-user-configured")
                .add("ALTERNATIVE", "verify-totp-form");
        flow.add("REQUIRED", "reset-password").bind("resetCredentialsFlow");
    }

    private static WalkedRealm wild(KeycloakUnderTest keycloak, Random random, List<String> words) {
        RandomFlow flows = new RandomFlow(random);
        Flow browser = flows.browser("random browser");
        Flow grant = flows.directGrant("random grant");
        Flow reset = flows.resetCredentials("random reset");
        Flow first = flows.firstBrokerLogin("random first");
        Flow post = flows.postBrokerLogin("random post");
        Flow atClient = flows.browser("random client");
        Flow grantAtClient = flows.directGrant("random client grant");
        Map<String, Object> more = new HashMap<>(passkeys(random));
        more.put("browserFlow", browser.alias());
        more.put("directGrantFlow", grant.alias());
        more.put("resetCredentialsFlow", reset.alias());
        more.put("firstBrokerLoginFlow", first.alias());
        List<Flow> all = List.of(browser, grant, reset, first, post, atClient, grantAtClient);
        WalkedRealm walked = WalkedRealm.create(keycloak, more, all, flows.configs());
        walked.addClient("own-flows", Map.of("browser", atClient.id(), "direct_grant", grantAtClient.id()));
        if (random.nextBoolean()) {
            walked.bindPostLogin(post.alias());
        }
        words.add("wild");
        return walked;
    }

    private static Map<String, Object> passkeys(Random random) {
        return Map.of("webAuthnPolicyPasswordlessPasskeysEnabled", random.nextBoolean());
    }

    private static void sometimes(
            Random random, List<String> words, String word, Consumer<TestRealm> recipe, TestRealm realm) {
        if (random.nextBoolean()) {
            apply(words, word, recipe, realm);
        }
    }

    private static void apply(List<String> words, String word, Consumer<TestRealm> recipe, TestRealm realm) {
        words.add(word);
        recipe.accept(realm);
    }

    /** Returns the seed and the flows, from which the realm can be made again. */
    public String description() {
        return "seed " + seed + ": " + words + '\n' + new FlowsInWords(walked.realm()).all();
    }

    @Override
    public void close() {
        walked.close();
    }
}
