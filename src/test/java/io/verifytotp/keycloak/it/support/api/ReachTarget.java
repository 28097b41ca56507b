package io.verifytotp.keycloak.it.support.api;

import io.verifytotp.keycloak.it.support.http.Form;
import io.verifytotp.keycloak.it.support.realm.TestUser;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A user with all that the Verify API keeps of one, and things to delete: each is made anew once somebody was allowed
 * to.
 */
public final class ReachTarget {
    private final VerifyApi manager;
    private final ApiFactor owned;
    private final boolean administers;
    private final String challenge;
    private final String pending;
    private final String otherService;
    private final Map<String, String> spares = new HashMap<>();
    private String aimedAt = "";

    private ReachTarget(VerifyApi manager, ApiFactor owned, boolean administers) {
        this.manager = manager;
        this.owned = owned;
        this.administers = administers;
        this.challenge = owned.challenge(owned.challengeWith(
                        "ExpirationDate",
                        owned.clock().now().plus(Duration.ofMinutes(50)).toString())
                .expect(201)
                .sid());
        this.pending = ApiFactor.create(manager, owned.user()).path();
        this.otherService = manager.addService("Other of " + owned.user().username());
    }

    /**
     * Gives that user a verified factor and the rest.
     *
     * @param administers whether the user has a role of the realm's administration
     */
    public static ReachTarget of(VerifyApi manager, TestUser user, boolean administers) {
        return new ReachTarget(manager, ApiFactor.verified(manager, user), administers);
    }

    public boolean administers() {
        return administers;
    }

    public TestUser user() {
        return owned.user();
    }

    public String service() {
        return entity().replaceFirst("/Entities.*", "");
    }

    public String entity() {
        return owned.entity();
    }

    public String factor() {
        return owned.path();
    }

    public String factorSid() {
        return owned.sid();
    }

    public String pendingFactor() {
        return pending;
    }

    public String challenge() {
        return challenge;
    }

    public String serviceToDelete() {
        return toDelete("service", () -> "/Services/" + manager.addService("To be deleted"));
    }

    public String entityToDelete() {
        return toDelete("entity", () -> {
            manager.post("/Services/" + otherService + "/Entities", Form.of("Identity", user().id()))
                    .expect(201);
            return VerifyApi.entity(otherService, user());
        });
    }

    public String factorToDelete() {
        return toDelete("factor", () -> ApiFactor.create(manager, user()).path());
    }

    private String toDelete(String kind, Supplier<String> made) {
        aimedAt = kind;
        return spares.computeIfAbsent(kind, missing -> made.get());
    }

    /** What was to be deleted, if anything, is there unless that was allowed. */
    public void expectUnharmedUnless(boolean deleted) {
        if (!aimedAt.isEmpty()) {
            manager.get(spares.get(aimedAt)).expect(deleted ? 404 : 200);
            if (deleted) {
                spares.remove(aimedAt);
            }
            aimedAt = "";
        }
    }

    @Override
    public String toString() {
        return user().username();
    }
}
