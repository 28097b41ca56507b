package io.verifytotp.keycloak.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** A key ring in a file that only the server's user (and group, as container platforms mount secrets) may read. */
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

    /**
     * Reads the ring.
     *
     * @throws KeyRingException if the file can't be read, may be read by others or holds no valid ring
     */
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
     * Makes the file with one new key named {@code id}, for its owner alone. It appears complete or not at all, and a
     * file that another process has made meanwhile is left as it is.
     */
    public void create(String id, SecureRandom random) {
        byte[] key = new byte[KeyRing.KEY_BYTES];
        random.nextBytes(key);
        String line = id + ":" + Base64.getEncoder().encodeToString(key) + "\n";
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path complete = Files.createTempFile(folder, "verify-totp", ".new", ownerOnly());
            try {
                Files.writeString(complete, line, StandardCharsets.US_ASCII);
                linkTo(complete);
            } finally {
                Files.delete(complete);
            }
        } catch (IOException e) {
            throw new KeyRingException("key file " + path + ": can't be made", e);
        }
    }

    private void linkTo(Path complete) throws IOException {
        try {
            Files.createLink(path, complete);
        } catch (FileAlreadyExistsException e) {
            return; // made by another process in this moment: its key counts, ours was never used
        }
    }

    private void rejectWidePermissions() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system without such permissions (Windows): its access lists are the operator's
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
