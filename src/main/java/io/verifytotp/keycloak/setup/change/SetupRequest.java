package io.verifytotp.keycloak.setup.change;

import io.verifytotp.keycloak.setup.plan.SetupMode;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that an administrator wants.
 *
 * @param providers aliases of the identity providers that get a post login flow; empty for all of the realm
 */
public record SetupRequest(SetupMode mode, Set<SetupWay> ways, Optional<Set<String>> providers) {
    public SetupRequest {
        ways = Set.copyOf(ways);
        providers = providers.map(Set::copyOf);
    }
}
