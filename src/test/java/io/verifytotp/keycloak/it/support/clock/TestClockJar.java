package io.verifytotp.keycloak.it.support.clock;

import io.verifytotp.keycloak.it.support.Settings;
import io.verifytotp.keycloak.it.support.provider.OddStorageFactory;
import io.verifytotp.keycloak.it.support.provider.OtherExtensionsAction;
import io.verifytotp.keycloak.it.support.provider.OtherExtensionsStep;
import io.verifytotp.keycloak.it.support.provider.StoredFactorsFactory;
import io.verifytotp.keycloak.it.support.provider.TestClockResourceFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.storage.UserStorageProviderFactory;

/**
 * Packs the compiled test clock, a look at stored factors, and an action, a step and a user storage that stand for
 * other extensions, into a provider jar for the server. It is never part of the product: who can move a server's time
 * can use old codes again.
 */
public final class TestClockJar {
    private static final String PACKAGE =
            TestClockResourceFactory.class.getPackageName().replace('.', '/');

    private TestClockJar() {}

    public static synchronized Path path() {
        Path jar = Settings.work().resolve("test-clock.jar");
        try {
            Files.createDirectories(jar.getParent());
            write(jar, contents());
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, byte[]> contents() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> classes = Files.list(testClasses().resolve(PACKAGE))) {
            for (Path file : classes.toList()) {
                files.put(PACKAGE + '/' + file.getFileName(), Files.readAllBytes(file));
            }
        }
        files.put(
                "META-INF/services/" + RealmResourceProviderFactory.class.getName(),
                names(TestClockResourceFactory.class, StoredFactorsFactory.class));
        files.put("META-INF/services/" + RequiredActionFactory.class.getName(), names(OtherExtensionsAction.class));
        files.put("META-INF/services/" + AuthenticatorFactory.class.getName(), names(OtherExtensionsStep.class));
        files.put("META-INF/services/" + UserStorageProviderFactory.class.getName(), names(OddStorageFactory.class));
        // Makes the build look into the jar for REST resources.
        files.put("META-INF/beans.xml", new byte[0]);
        return files;
    }

    /** Without time stamps, so that the same classes make the same jar and no new server build. */
    private static void write(Path jar, Map<String, byte[]> files) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> content : files.entrySet()) {
                JarEntry entry = new JarEntry(content.getKey());
                entry.setTime(0);
                out.putNextEntry(entry);
                out.write(content.getValue());
                out.closeEntry();
            }
        }
    }

    private static byte[] names(Class<?>... factories) {
        return Stream.of(factories)
                .map(Class::getName)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Path testClasses() {
        try {
            return Path.of(TestClockResourceFactory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
