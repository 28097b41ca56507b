package io.verifytotp.keycloak.domain.factor;

/** Encrypted {@link FactorNotes} as stored, in the format of a {@link SealedSeed}. */
public record SealedNotes(String text) {
    @Override
    public String toString() {
        return "SealedNotes[…]";
    }
}
