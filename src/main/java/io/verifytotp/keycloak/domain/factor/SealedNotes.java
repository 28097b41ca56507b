package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;

/** Encrypted {@link FactorNotes} as stored, in the format of a {@link SealedSeed}. */
@PublicApi
public record SealedNotes(String text) {
    @Override
    public String toString() {
        return "SealedNotes[…]";
    }
}
