package io.verifytotp.keycloak.setup.change;

import org.keycloak.common.Profile;
import org.keycloak.models.IdentityProviderModel;

/**
 * Copies an identity provider as it is stored. Keycloak's model says that one is off while its organization is off, and
 * an update of it would write that.
 */
final class StoredProvider {
    private StoredProvider() {}

    static IdentityProviderModel of(IdentityProviderModel model) {
        IdentityProviderModel copy = new IdentityProviderModel(model);
        String organization = model.getOrganizationId();
        if (organization != null && Profile.isFeatureEnabled(Profile.Feature.ORGANIZATION)) {
            // With this feature each look-up returns an object of its own.
            model.setOrganizationId(null);
            copy.setEnabled(model.isEnabled());
            model.setOrganizationId(organization);
        }
        return copy;
    }
}
