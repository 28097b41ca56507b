package io.verifytotp.keycloak.it.support.server;

import io.verifytotp.keycloak.it.support.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that {@code kc.sh} takes for a Keycloak of its own. The libraries, which nobody writes, are links
 * (168 MB); what a build or a running server writes is a copy. So many servers live from one distribution.
 */
public record ServerHome(Path root) {
    /** Laid out anew after {@code origin}, with its build but without its providers and its data. */
    public static ServerHome layOut(Path root, Path origin) {
        FileTree.delete(root);
        // A copy, because the script looks for its home where its links lead to.
        FileTree.copyFile(origin.resolve("bin/kc.sh"), root.resolve("bin/kc.sh"));
        FileTree.copyFile(origin.resolve("lib/quarkus-run.jar"), root.resolve("lib/quarkus-run.jar"));
        FileTree.copy(origin.resolve("lib/quarkus"), root.resolve("lib/quarkus"));
        FileTree.copy(origin.resolve("conf"), root.resolve("conf"));
        for (String shared : List.of("lib/lib", "lib/app", "themes")) {
            FileTree.link(root.resolve(shared), origin.resolve(shared));
        }
        return new ServerHome(root);
    }

    public void addProviders(List<Path> jars) {
        jars.forEach(jar -> FileTree.copyFile(jar, providers().resolve(jar.getFileName())));
    }

    public List<Path> providerJars() {
        return FileTree.files(providers());
    }

    public boolean exists() {
        return Files.isDirectory(root);
    }

    public Path script() {
        return root.resolve("bin/kc.sh");
    }

    public Path providers() {
        return root.resolve("providers");
    }

    /** Where {@code --import-realm} looks. */
    public Path realmImport(Path realm) {
        return data().resolve("import").resolve(realm.getFileName());
    }

    public Path data() {
        return root.resolve("data");
    }
}
