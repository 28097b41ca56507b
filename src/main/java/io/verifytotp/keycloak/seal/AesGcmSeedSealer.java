package io.verifytotp.keycloak.seal;

import io.verifytotp.keycloak.domain.factor.FactorNotes;
import io.verifytotp.keycloak.domain.factor.SealedNotes;
import io.verifytotp.keycloak.domain.factor.SealedSeed;
import io.verifytotp.keycloak.domain.factor.SeedSealer;
import io.verifytotp.keycloak.domain.id.EntityKey;
import io.verifytotp.keycloak.domain.id.FactorId;
import io.verifytotp.keycloak.domain.id.SeedUnavailableException;
import io.verifytotp.keycloak.totp.Seed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypts with AES-256-GCM. The associated data is realm, user and factor: a text decrypts in no other row. */
public final class AesGcmSeedSealer implements SeedSealer {
    private static final String VERSION = "v1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<KeyRing> ring;
    private final SecureRandom random;

    /** @param ring supplies the current ring, and throws {@link SeedUnavailableException} if there is none */
    public AesGcmSeedSealer(Supplier<KeyRing> ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    @Override
    public SealedSeed seal(EntityKey owner, FactorId factor, Seed seed) {
        return new SealedSeed(seal(new Place(owner, factor, Content.SEED), seed.expose()));
    }

    @Override
    public SealedNotes seal(EntityKey owner, FactorId factor, FactorNotes notes) {
        byte[] text = notes.asText().getBytes(StandardCharsets.UTF_8);
        return new SealedNotes(seal(new Place(owner, factor, Content.NOTES), text));
    }

    @Override
    public Seed open(EntityKey owner, FactorId factor, SealedSeed sealed) {
        return Seed.of(open(new Place(owner, factor, Content.SEED), sealed.text()));
    }

    @Override
    public FactorNotes open(EntityKey owner, FactorId factor, SealedNotes sealed) {
        byte[] text = open(new Place(owner, factor, Content.NOTES), sealed.text());
        return FactorNotes.ofText(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public boolean isCurrent(SealedSeed sealed) {
        return Envelope.parse(sealed.text()).keyId().equals(ring.get().active().id());
    }

    @Override
    public String currentKey() {
        return ring.get().active().id();
    }

    private String seal(Place place, byte[] open) {
        KeyRing.Key key = ring.get().active();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(open);
            byte[] body = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return VERSION + "." + key.id() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
        } catch (GeneralSecurityException e) {
            throw new SeedUnavailableException("key '" + key.id() + "' can't encrypt a seed", e);
        }
    }

    private byte[] open(Place place, String sealed) {
        Envelope envelope = Envelope.parse(sealed);
        KeyRing.Key key = ring.get()
                .find(envelope.keyId())
                .orElseThrow(() -> new SeedUnavailableException("key '" + envelope.keyId()
                        + "' is missing from the key ring; factors sealed with it can't be verified"));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, envelope.nonce(), place).doFinal(envelope.ciphertext());
        } catch (GeneralSecurityException e) {
            throw new SeedUnavailableException(
                    "a sealed seed does not open with key '" + key.id()
                            + "': it was changed, or belongs to another realm, user or factor",
                    e);
        }
    }

    private static Cipher cipher(int mode, KeyRing.Key key, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        // Each part has its length in front, so that the associated data is unambiguous.
        updateAad(cipher, place.owner().realm());
        updateAad(cipher, place.owner().identity());
        updateAad(cipher, place.factor().value().toString());
        if (place.content() == Content.NOTES) {
            updateAad(cipher, "notes");
        }
        return cipher;
    }

    /** Kinds of content; one never opens as the other. */
    private enum Content {
        SEED,
        NOTES
    }

    /** Factor and content that a sealed text is bound to. */
    private record Place(EntityKey owner, FactorId factor, Content content) {}

    private static void updateAad(Cipher cipher, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        cipher.updateAAD(bytes);
    }

    private static final class Envelope {
        private final String keyId;
        private final byte[] body;

        private Envelope(String keyId, byte[] body) {
            this.keyId = keyId;
            this.body = body;
        }

        static Envelope parse(String sealed) {
            String[] parts = sealed.split("\\.", -1);
            if (parts.length != 3 || !parts[0].equals(VERSION)) {
                throw new SeedUnavailableException(
                        "a sealed seed does not have the form " + VERSION + ".<key id>.<sealed>");
            }
            return new Envelope(parts[1], decoded(parts[2]));
        }

        private static byte[] decoded(String text) {
            byte[] body;
            try {
                body = Base64.getUrlDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new SeedUnavailableException("a sealed seed is not Base64", e);
            }
            if (body.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new SeedUnavailableException("a sealed seed is too short");
            }
            return body;
        }

        String keyId() {
            return keyId;
        }

        byte[] nonce() {
            return Arrays.copyOf(body, NONCE_BYTES);
        }

        byte[] ciphertext() {
            return Arrays.copyOfRange(body, NONCE_BYTES, body.length);
        }
    }
}
