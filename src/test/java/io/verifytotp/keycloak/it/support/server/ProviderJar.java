package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Packs the compiled classes of one package into a jar with providers for the server.
 *
 * @param example any class of the package
 * @param providers the classes that implement each of Keycloak's factories
 */
public record ProviderJar(String name, Class<?> example, Map<Class<?>, List<Class<?>>> providers) {
    public Path path() {
        Path jar = Settings.work().resolve(name + ".jar");
        synchronized (ProviderJar.class) {
            try {
                Files.createDirectories(jar.getParent());
                write(jar, contents());
                return jar;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SortedMap<String, byte[]> contents() throws IOException {
        String folder = example.getPackageName().replace('.', '/');
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> classes = Files.list(compiledClasses().resolve(folder))) {
            for (Path file : classes.toList()) {
                files.put(folder + '/' + file.getFileName(), Files.readAllBytes(file));
            }
        }
        providers.forEach((factory, classes) -> files.put(
                "META-INF/services/" + factory.getName(),
                classes.stream()
                        .map(Class::getName)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8)));
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

    private Path compiledClasses() {
        try {
            return Path.of(
                    example.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
