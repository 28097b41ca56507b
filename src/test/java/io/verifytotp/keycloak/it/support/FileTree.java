package io.verifytotp.keycloak.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes folders. Symbolic links are never followed when deleting. */
public final class FileTree {
    private FileTree() {}

    public static void copy(Path from, Path to) {
        for (Path source : walk(from)) {
            Path target = to.resolve(from.relativize(source).toString());
            unchecked(() -> {
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(source, target);
                }
            });
        }
    }

    /** Keeps time stamps and the executable bit: Keycloak compares the time stamps of provider jars. */
    public static void copyFile(Path from, Path to) {
        unchecked(() -> {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    public static void link(Path link, Path target) {
        unchecked(() -> {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
        });
    }

    public static void delete(Path root) {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            walk(root).stream().sorted(Comparator.reverseOrder()).forEach(path -> unchecked(() -> Files.delete(path)));
        }
    }

    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> walk(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unchecked(FileAction action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface FileAction {
        void run() throws IOException;
    }
}
