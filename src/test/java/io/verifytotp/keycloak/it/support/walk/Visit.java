package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.util.function.Predicate;

/**
 * Beginning of one walk.
 *
 * @param first the first page
 * @param isIn whether the person is in, at a page on which nothing is left to do
 */
public record Visit(Person person, Surfer surfer, HttpPage first, Predicate<HttpPage> isIn) {
    /** One that ends at the application. */
    public static Visit toApplication(Person person, Surfer surfer, HttpPage first) {
        return new Visit(person, surfer, first, HttpPage::isLoggedIn);
    }
}
