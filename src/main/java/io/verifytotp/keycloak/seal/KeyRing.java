package io.verifytotp.keycloak.seal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that seal seeds: one {@code id:key} per line, the newest first. The first key encrypts, and all keys decrypt.
 *
 * <p>Keys are 256 bits in Base64. Empty lines and lines that start with {@code #} are ignored. {@link #toString} prints
 * ids only.
 */
public final class KeyRing {
    /** Key length of AES-256. */
    static final int KEY_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final List<Key> keys;

    private KeyRing(List<Key> keys) {
        this.keys = keys;
    }

    /** Parses a key ring. If it is invalid, the message names {@code source}, line, key id and reason, never a key. */
    public static KeyRing parse(String source, String text) {
        List<Key> keys = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Key key = parseLine(source + ", line " + (i + 1), line);
            keys.forEach(other -> rejectEqual(source, other, key));
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new KeyRingException(source + ": holds no key");
        }
        return new KeyRing(List.copyOf(keys));
    }

    private static Key parseLine(String place, String line) {
        int colon = line.indexOf(':');
        String id = colon < 0 ? "" : line.substring(0, colon);
        if (!ID.matcher(id).matches()) {
            throw new KeyRingException(
                    place + ": expected id:key, with an id of 1 to 32 letters, digits, dashes or underscores");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(line.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            // The cause is omitted on purpose: its message quotes a character of the key.
            throw new KeyRingException(place + ": key '" + id + "' is not Base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new KeyRingException(
                    place + ": key '" + id + "' has " + bytes.length * 8 + " bits, " + KEY_BYTES * 8 + " are needed");
        }
        return new Key(id, new SecretKeySpec(bytes, "AES"));
    }

    private static void rejectEqual(String source, Key one, Key other) {
        // Some databases ignore case when they search for seeds of a key.
        if (one.id().equalsIgnoreCase(other.id())) {
            throw new KeyRingException(source + ": there are two keys with the id '" + other.id() + "'");
        }
        if (one.secret().equals(other.secret())) {
            throw new KeyRingException(source + ": the keys '" + one.id() + "' and '" + other.id() + "' are the same");
        }
    }

    /** Returns the key that encrypts, the first one. */
    Key active() {
        return keys.get(0);
    }

    Optional<Key> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    public boolean sameAs(KeyRing other) {
        return keys.equals(other.keys);
    }

    /** Returns the ids of all keys, the active one first. */
    public List<String> ids() {
        return keys.stream().map(Key::id).toList();
    }

    @Override
    public String toString() {
        return "KeyRing" + ids();
    }

    record Key(String id, SecretKey secret) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }
}
