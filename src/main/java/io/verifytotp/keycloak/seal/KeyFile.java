package io.verifytotp.keycloak.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** File with a key ring. Only the server's user may read it, and its group, since containers mount secrets so. */
public final class KeyFile {
    private static final Set<PosixFilePermission> FORBIDDEN = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    public KeyFile(Path path) {
        this.path = path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Reads the ring; throws a {@link KeyRingException} if it can't be read, may be read by others or is invalid. */
    public KeyRing read() {
        try {
            rejectWidePermissions();
            return KeyRing.parse("key file " + path, Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new KeyRingException("key file " + path + ": does not exist", e);
        } catch (IOException e) {
            throw new KeyRingException(
                    "key file " + path + ": can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Creates the file with one new key named {@code id}, readable by its owner only. It appears complete or not at
     * all. If another process creates it at the same time, that file is kept.
     */
    public void create(String id, SecureRandom random) {
        try {
            Files.createDirectories(folder());
            Path complete = newFile(line(id, random));
            try {
                linkTo(complete);
            } finally {
                Files.delete(complete);
            }
        } catch (IOException e) {
            throw new KeyRingException("key file " + path + ": can't be created", e);
        }
    }

    /** Inserts a new key named {@code id} as the first one. The file changes completely or not at all. */
    void add(String id, SecureRandom random) {
        try {
            String changed = line(id, random) + Files.readString(path, StandardCharsets.UTF_8);
            KeyRing.parse("key file " + path, changed);
            Path complete = newFile(changed);
            try {
                copyOwnership(complete);
                Files.move(complete, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(complete);
            }
        } catch (IOException e) {
            throw new KeyRingException("key file " + path + ": can't be changed", e);
        }
    }

    /** Copies owner, group and permissions, so that the server can read the file even if root has added the key. */
    private void copyOwnership(Path complete) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (old == null) {
            return;
        }
        PosixFileAttributes wanted = old.readAttributes();
        PosixFileAttributeView view = Files.getFileAttributeView(complete, PosixFileAttributeView.class);
        if (!view.readAttributes().owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!view.readAttributes().group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    /** Returns a text that changes with every change of the file, its owner, group and permissions. */
    public String version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey() + " "
                    + access();
        } catch (IOException e) {
            throw new KeyRingException("key file " + path + ": can't be read", e);
        }
    }

    private String access() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return "";
        }
        PosixFileAttributes attributes = view.readAttributes();
        return attributes.owner() + " " + attributes.group() + " "
                + PosixFilePermissions.toString(attributes.permissions());
    }

    private static String line(String id, SecureRandom random) {
        byte[] key = new byte[KeyRing.KEY_BYTES];
        random.nextBytes(key);
        return id + ":" + Base64.getEncoder().encodeToString(key) + "\n";
    }

    private Path newFile(String text) throws IOException {
        Path file = Files.createTempFile(folder(), "verify-totp", ".new", ownerOnly());
        try {
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file); // it may contain a part of a key
            throw e;
        }
    }

    private Path folder() {
        return path.toAbsolutePath().resolveSibling("");
    }

    private void linkTo(Path complete) throws IOException {
        try {
            Files.createLink(path, complete);
        } catch (FileAlreadyExistsException e) {
            return; // created by another process at this moment: its key is used, ours never was
        }
    }

    private void rejectWidePermissions() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system without such permissions (Windows): operators check its access lists
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
            throw new KeyRingException("key file " + path + ": may be read or changed by others ("
                    + PosixFilePermissions.toString(permissions) + "); allow its owner only: chmod 600 " + path);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
