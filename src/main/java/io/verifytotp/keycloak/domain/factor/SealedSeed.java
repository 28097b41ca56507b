package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;

/**
 * An encrypted seed as stored: {@code v1.<key id>.<base64url(nonce, ciphertext, tag)>}. Only a {@link SeedSealer} reads
 * it.
 */
@PublicApi
public record SealedSeed(String text) {
    @Override
    public String toString() {
        return "SealedSeed[…]";
    }
}
