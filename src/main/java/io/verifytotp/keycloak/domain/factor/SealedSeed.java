package io.verifytotp.keycloak.domain.factor;

/** An encrypted seed as stored, for a {@link SeedSealer}: {@code v1.<key id>.<base64url(nonce, ciphertext, tag)>}. */
public record SealedSeed(String text) {
    @Override
    public String toString() {
        return "SealedSeed[…]";
    }
}
