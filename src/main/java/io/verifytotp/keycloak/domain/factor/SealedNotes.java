package io.verifytotp.keycloak.domain.factor;

import java.util.Objects;

/** Encrypted {@link FactorNotes} as stored, in the format of a {@link SealedSeed}. */
public record SealedNotes(String text) {
    public SealedNotes {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return "SealedNotes[…]";
    }
}
