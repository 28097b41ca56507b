package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that a person can do on a page.
 *
 * @param gave what is given with it; empty for what everybody can give who gets so far, such as the password
 */
public record Move(String words, Optional<Gave> gave, Supplier<HttpPage> next) {
    public static final String ANOTHER_WAY = "another way";

    public static Move free(String words, Supplier<HttpPage> next) {
        return new Move(words, Optional.empty(), next);
    }

    public static Move giving(Gave gave, Supplier<HttpPage> next) {
        return new Move(gave.toString(), Optional.of(gave), next);
    }

    public boolean isAnotherWay() {
        return words.equals(ANOTHER_WAY);
    }
}
