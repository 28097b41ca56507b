package io.verifytotp.keycloak.it.support.walk;

import io.verifytotp.keycloak.it.support.http.HttpPage;
import java.net.URI;
import java.util.Map;

/** A browser: one that only sends requests, or Chromium. */
public interface Surfer {
    HttpPage open(URI address);

    /** Sends the form that has these fields, with its hidden ones. */
    HttpPage submit(HttpPage page, Map<String, String> fields);

    /** Answers a page that asks for a key. */
    HttpPage useKey(HttpPage page, SoftKey key, Person person);
}
