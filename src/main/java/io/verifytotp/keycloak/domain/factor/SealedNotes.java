package io.verifytotp.keycloak.domain.factor;

import io.verifytotp.keycloak.PublicApi;
import java.util.Objects;

/** Encrypted {@link FactorNotes} as stored, in the format of a {@link SealedSeed}. */
@PublicApi
public record SealedNotes(String text) {
    public SealedNotes {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return "SealedNotes[…]";
    }
}
