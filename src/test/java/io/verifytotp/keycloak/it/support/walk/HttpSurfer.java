package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.HttpLogin;
import io.verifytotp.keycloak.it.support.http.HttpPage;
import io.verifytotp.keycloak.it.support.realm.TestRealm;
import java.net.URI;
import java.util.Map;

/** A browser with cookies of its own that only sends requests. */
public final class HttpSurfer implements Surfer {
    private final HttpLogin login;

    public HttpSurfer(TestRealm realm) {
        this(new HttpLogin(realm));
    }

    /** Goes on where that login is. */
    public HttpSurfer(HttpLogin login) {
        this.login = login;
    }

    @Override
    public HttpPage open(URI address) {
        return login.open(address);
    }

    @Override
    public HttpPage submit(HttpPage page, Map<String, String> fields) {
        return login.submit(page, fields);
    }

    @Override
    public HttpPage useKey(HttpPage page, SoftKey key, Person person) {
        String challenge = KeyPage.of(page).challenge();
        return login.post(
                KeyPage.of(page).action(),
                key.answer(
                        challenge,
                        KeyPage.of(page).relyingParty(),
                        page.uri(),
                        person.user().id()));
    }
}
