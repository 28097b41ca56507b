package io.verifytotp.keycloak.it.support.clock;

import io.verifytotp.keycloak.it.support.provider.OddStorageFactory;
import io.verifytotp.keycloak.it.support.provider.OtherExtensionsAction;
import io.verifytotp.keycloak.it.support.provider.OtherExtensionsStep;
import io.verifytotp.keycloak.it.support.provider.StoredFactorsFactory;
import io.verifytotp.keycloak.it.support.provider.TestClockResourceFactory;
import io.verifytotp.keycloak.it.support.server.ProviderJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.storage.UserStorageProviderFactory;

/**
 * The test clock, a look at stored factors, and an action, a step and a user storage that stand for other extensions, as
 * a provider jar for the server. It is never part of the product: who can move a server's time can use old codes again.
 */
public final class TestClockJar {
    private static final ProviderJar JAR = new ProviderJar(
            "test-clock",
            TestClockResourceFactory.class,
            Map.of(
                    RealmResourceProviderFactory.class,
                    List.of(TestClockResourceFactory.class, StoredFactorsFactory.class),
                    RequiredActionFactory.class,
                    List.of(OtherExtensionsAction.class),
                    AuthenticatorFactory.class,
                    List.of(OtherExtensionsStep.class),
                    UserStorageProviderFactory.class,
                    List.of(OddStorageFactory.class)));

    private TestClockJar() {}

    public static Path path() {
        return JAR.path();
    }
}
