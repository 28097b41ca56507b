package io.verifytotp.keycloak.domain.factor;

/**
 * An encrypted seed as stored: {@code v1.<key id>.<base64url(nonce, ciphertext, tag)>}. Only a {@link SeedSealer} reads
 * it.
 */
public record SealedSeed(String text) {
    @Override
    public String toString() {
        return "SealedSeed[…]";
    }
}
