package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.SetupGoal;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that an administrator wants.
 *
 * @param providers aliases of the identity providers that get a post login flow; empty for all of the realm
 */
public record SetupRequest(SetupGoal goal, Set<SetupWay> ways, Optional<Set<String>> providers) {
    public SetupRequest {
        ways = Set.copyOf(ways);
        providers = providers.map(Set::copyOf);
    }
}
